package io.cohort.comm.internal.fault;

import io.cohort.comm.CommException;
import io.cohort.comm.OperationState;
import io.cohort.comm.internal.wire.Fingerprint;
import java.time.Duration;

/**
 * Guards the waits of one operation: ends them when the group ends or the deadline passes, and tells the coordinator what is waited for
 * once a wait gets long.
 *
 * <p>Threading: confined to the thread that runs the operation, except {@link #state}.
 */
public final class Watch {

    private static final long LONG_WAIT_NANOS = 1_000_000_000L;

    private final GroupFate fate;
    private final long sequence;
    private final Fingerprint fingerprint;
    private final Duration timeout;
    private final long startNanos = System.nanoTime();
    private long reportAtNanos = startNanos + LONG_WAIT_NANOS;
    private volatile boolean reported;
    private volatile int waitingFor = -1;
    private volatile boolean done;

    public Watch(GroupFate fate, long sequence, Fingerprint fingerprint, Duration timeout) {
        this.fate = fate;
        this.sequence = sequence;
        this.fingerprint = fingerprint;
        this.timeout = timeout;
    }

    /**
     * Called whenever nothing moved.
     *
     * @param peer the rank waited for; −1 when it may be any
     */
    public void idle(int peer) {
        fate.check();
        if (waitingFor != peer) {
            waitingFor = peer;
        }
        long now = System.nanoTime();
        if (now - reportAtNanos >= 0) {
            reportAtNanos = now + LONG_WAIT_NANOS;
            reported = true;
            fate.waiting(state());
        }
        if (now - startNanos > timeout.toNanos()) {
            throw late(peer);
        }
    }

    /** An interrupt closes sockets: whoever finds one closed looks here first, so that no peer is blamed for it. */
    public void requireNoInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw fate.interrupted();
        }
    }

    /** Called when the operation ended well. */
    public void done() {
        waitingFor = -1;
        done = true;
        if (reported) {
            fate.waiting(state());
        }
    }

    public OperationState state() {
        return new OperationState(
                fate.roster().group(),
                sequence,
                fingerprint.describe(),
                fate.roster().gangRank(waitingFor),
                done);
    }

    /** The operation as messages name it: {@code operation 7 of group 'workers' (all-reduce sum float32[1000])}. */
    public String describe() {
        return describe(sequence, fingerprint);
    }

    public String describe(long number, Fingerprint what) {
        String head = number > 0 ? "operation " + number + " of group '" : "a message of group '";
        return head + fate.roster().group() + "' (" + what.describe() + ")";
    }

    public CommException lost(int peer, String how) {
        Roster roster = fate.roster();
        return fate.suspect(
                "worker-lost",
                peer,
                state(),
                roster.name(peer) + " " + how + " while " + roster.self() + " ran " + describe(),
                "Look at the last lines of rank " + roster.gangRank(peer) + "'s log; what they show is the cause.");
    }

    /**
     * Two ranks run different operations.
     *
     * @param seen what the peer does instead, as half a sentence
     */
    public CommException disagrees(int peer, String seen) {
        Roster roster = fate.roster();
        return fate.suspect(
                "disagreement",
                peer,
                state(),
                roster.self() + " runs " + describe() + ", but " + roster.name(peer) + " " + seen,
                "Start the same operations with the same sizes and types in the same order on every rank.");
    }

    /**
     * A rank could not do its part.
     *
     * @param fix what to do, as a sentence
     */
    public CommException failed(int peer, String reason, String fix) {
        Roster roster = fate.roster();
        return fate.suspect(
                "worker-failed", peer, state(), roster.name(peer) + " failed in " + describe() + ": " + reason, fix);
    }

    /** Something broke that no single rank can be blamed for. */
    public CommException broke(String kind, String reason, String fix) {
        return fate.suspect(kind, -1, state(), fate.roster().self() + " failed in " + describe() + ": " + reason, fix);
    }

    private CommException late(int peer) {
        Roster roster = fate.roster();
        return fate.suspect(
                "timeout",
                peer,
                state(),
                (peer < 0 ? "no rank answered within " : roster.name(peer) + " did not answer within ")
                        + timeout.toMillis() + " ms; " + roster.self() + " waited in " + describe(),
                "Find out what "
                        + (peer < 0 ? "the other ranks were" : "rank " + roster.gangRank(peer) + " was")
                        + " doing; raise parallel.timeout if it was only slow.");
    }
}
