package io.cohort.comm.internal.fault;

import io.cohort.comm.CommException;
import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a group still lives, and if not, the one reason. The first reason stays.
 *
 * <ol>
 *   <li>A rank that sees something wrong reports it and waits a little for the coordinator's verdict.
 *   <li>If there is one, it is the reason on every rank. If none comes, the rank's own view is, and says so.
 *   <li>From then on every operation of the group ends with that reason at once.
 * </ol>
 *
 * <p>Threading: any thread.
 */
public final class GroupFate {

    private static final Logger LOG = LoggerFactory.getLogger(GroupFate.class);
    private static final long POLL_NANOS = 2_000_000;

    private final Roster roster;
    private final Liveness liveness;
    private final Duration verdictPatience;
    private volatile @Nullable Verdict sealed;
    private volatile boolean closing;

    /**
     * A group that lives.
     *
     * @param verdictPatience how long a coordinator may take to decide
     */
    public GroupFate(Roster roster, Liveness liveness, Duration verdictPatience) {
        this.roster = roster;
        this.liveness = liveness;
        this.verdictPatience = verdictPatience;
    }

    public Roster roster() {
        return roster;
    }

    /** The reason why the group ended; empty while it lives. Looks at the coordinator's verdict too. */
    public Optional<Verdict> verdict() {
        Verdict known = sealed;
        if (known != null) {
            return Optional.of(known);
        }
        return liveness.verdict().map(this::seal);
    }

    /**
     * Does nothing while the group lives.
     *
     * @throws CommException once it has ended
     */
    public void check() {
        Optional<Verdict> verdict = verdict();
        if (verdict.isPresent()) {
            throw new CommException(verdict.get());
        }
    }

    /** Ends the group because its owner closed it. */
    public void close() {
        closing = true;
        if (verdict().isEmpty()) {
            seal(new Verdict(
                    "stopped",
                    roster.gangRank(roster.rank()),
                    roster.self() + " closed group '" + roster.group() + "'",
                    "Await every operation before the group is closed."));
        }
    }

    /** Ends the group because a thread that ran one of its operations was interrupted: what is half done cannot go on. */
    CommException interrupted() {
        return new CommException(seal(new Verdict(
                "stopped",
                roster.gangRank(roster.rank()),
                roster.self() + " was interrupted while it waited",
                "Close the group; it cannot be used again.")));
    }

    /**
     * Ends the group because of something seen: reports it and takes the coordinator's verdict, or this rank's own view.
     *
     * @param suspect the rank at fault in this group's numbers; −1 when no single one is
     * @return the error to throw
     */
    public CommException suspect(String kind, int suspect, OperationState state, String detail, String fix) {
        Optional<Verdict> known = verdict();
        if (known.isPresent()) {
            return new CommException(known.get());
        }
        liveness.report(new Liveness.Suspicion(kind, roster.gangRank(suspect), state, detail));
        Verdict decided = decided();
        if (decided == null) {
            decided = new Verdict(
                    kind,
                    roster.gangRank(suspect),
                    detail + " (seen by " + roster.self() + " alone; no coordinator has decided)",
                    fix);
        }
        return new CommException(seal(decided));
    }

    /** Ends the group because of an error that nobody thought of. */
    public CommException unexpected(String where, Throwable error) {
        LOG.error("Unexpected in {} of group '{}'", where, roster.group(), error);
        return suspect(
                "worker-failed",
                roster.rank(),
                new OperationState(roster.group(), 0, where, -1, false),
                roster.self() + " failed in the " + where + " of group '" + roster.group() + "': " + error,
                "The log of rank " + roster.gangRank(roster.rank()) + " has the stack trace; please report it.");
    }

    void waiting(OperationState state) {
        liveness.waiting(state);
    }

    private @Nullable Verdict decided() {
        long deadline = System.nanoTime() + verdictPatience.toNanos();
        do {
            Optional<Verdict> verdict = liveness.verdict();
            if (verdict.isPresent()) {
                return verdict.get();
            }
            LockSupport.parkNanos(POLL_NANOS);
        } while (!closing && System.nanoTime() - deadline < 0);
        return null;
    }

    private synchronized Verdict seal(Verdict verdict) {
        Verdict known = sealed;
        if (known == null) {
            sealed = verdict;
            return verdict;
        }
        return known;
    }
}
