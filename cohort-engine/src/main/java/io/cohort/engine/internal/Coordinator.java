package io.cohort.engine.internal;

import io.cohort.comm.CommException;
import io.cohort.comm.Liveness.Suspicion;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.core.error.RunFailed;
import io.cohort.core.event.Event;
import io.cohort.core.timeline.TimelinePart;
import io.cohort.engine.internal.Member.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a gang together, carries its rendezvous, watches who lives, and decides once why a generation ends.
 *
 * <p>Pure logic without I/O: workers are reached through {@link Link}s, waiting callers are futures, time comes from the clock that was
 * passed in and moves on by {@link #tick}.
 *
 * <p>Threading: safe for several threads; all state is guarded by this object's lock. Events go out without the lock.
 */
final class Coordinator {

    /** The launcher itself stood still when two ticks lie so far apart; nobody is dead for that. */
    private static final long STALL_MS = 2_000;

    private final List<Member> members;
    private final Timing timing;
    private final LongSupplier nowMs;
    private final Consumer<Event> events;
    private final int generation = 0;
    private final Board board = new Board();
    private final VerdictDesk desk;
    private final Waits waits;
    private final LateWatch lateWatch;
    private final CompletableFuture<List<String>> outcome = new CompletableFuture<>();
    private final long startedMs;
    private long lastTickMs;
    private int announced;
    private boolean stopRequested;
    private volatile @Nullable Verdict verdict;

    Coordinator(List<Seat> seats, Timing timing, LongSupplier nowMs, Consumer<Event> events) {
        this.members = seats.stream().map(Member::new).toList();
        this.timing = timing;
        this.nowMs = nowMs;
        this.events = events;
        this.desk = new VerdictDesk(members, timing);
        this.waits = new Waits(members);
        this.lateWatch = new LateWatch(timing.lateAfterMs(), members);
        this.startedMs = nowMs.getAsLong();
        this.lastTickMs = startedMs;
    }

    int generation() {
        return generation;
    }

    int size() {
        return members.size();
    }

    Seat seat(int rank) {
        return members.get(rank).seat;
    }

    /** Results by rank once all have ended well, or {@link RunFailed} with the verdict. */
    CompletableFuture<List<String>> outcome() {
        return outcome;
    }

    /** The verdict, once there is one. Cheap. */
    Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /**
     * A worker has come. Once all are there, every link is told to begin.
     *
     * @return whether the place was free and the gang is not over
     */
    boolean join(int rank, Arrival arrival, Link link) {
        synchronized (this) {
            Member member = members.get(rank);
            if (outcome.isDone() || !member.in(Phase.EXPECTED)) {
                return false;
            }
            member.host = arrival.host();
            member.pid = arrival.pid();
            member.mustBeat = arrival.beats();
            member.link = link;
            member.heardMs = now();
            member.turn(Phase.JOINED, now());
        }
        Map<String, Object> fields = new java.util.LinkedHashMap<>();
        fields.put("pid", arrival.pid());
        fields.put("host", arrival.host());
        fields.put("role", seat(rank).role());
        events.accept(new Event("worker", now(), rank, generation, fields));
        beginOnceAllAreThere();
        return true;
    }

    private synchronized void beginOnceAllAreThere() {
        announced++;
        if (announced == members.size() && !outcome.isDone()) {
            members.forEach(m -> linkOf(m).ifPresent(l -> l.begin(m.rank())));
            if (stopRequested) {
                requestStop();
            }
        }
    }

    /** The worker gave a sign of life. */
    synchronized void heard(int rank) {
        members.get(rank).heardMs = now();
    }

    /** The launcher is busy with what this worker sent, so that its heartbeats cannot be read just now. */
    synchronized void busy(int rank, boolean busy) {
        members.get(rank).busy = busy;
        heard(rank);
    }

    synchronized void put(String key, byte[] value) {
        board.put(key, value);
    }

    synchronized CompletableFuture<byte[]> get(String key, Duration deadline) {
        return board.get(key, now() + deadline.toMillis());
    }

    synchronized CompletableFuture<List<byte[]>> exchange(
            int gangRank, String key, int place, int size, byte[] value, Duration deadline) {
        return board.exchange(key, new Meeting.Guest(gangRank, place, value, now() + deadline.toMillis()), size, now());
    }

    synchronized void report(int rank, Suspicion suspicion) {
        Member member = members.get(rank);
        member.observe(suspicion.state(), now());
        if (member.suspicion == null) {
            member.suspicion = suspicion;
        }
        desk.open(now());
    }

    synchronized void waiting(int rank, OperationState state) {
        members.get(rank).observe(state, now());
    }

    /** What a worker did since it last told. */
    synchronized void timeline(int rank, TimelinePart part) {
        members.get(rank).told = part;
        lateWatch.accept(rank, part);
    }

    /** Says who was late at the very end, and what each rank came to: the workers have ended. */
    void sumUp() {
        List<Event> last;
        synchronized (this) {
            last = lateWatch.end(now(), generation);
        }
        last.forEach(events);
    }

    /** The worker's entry returned. */
    synchronized void ended(int rank, String result) {
        Member member = members.get(rank);
        if (member.in(Phase.JOINED)) {
            member.result = result;
            member.turn(Phase.ENDED, now());
        }
        if (verdict == null && members.stream().allMatch(m -> m.in(Phase.ENDED))) {
            outcome.complete(members.stream().map(m -> m.result).toList());
        }
    }

    /** The worker's entry threw. */
    synchronized void failed(int rank, Failure failure) {
        Member member = members.get(rank);
        if (member.in(Phase.JOINED)) {
            member.failure = failure;
            member.turn(Phase.FAILED, now());
            desk.open(now());
        }
    }

    /** The worker is gone without having ended; a more exact loss replaces a vague one. */
    synchronized void lost(int rank, Loss loss) {
        Member member = members.get(rank);
        boolean alive = member.in(Phase.JOINED) || member.in(Phase.EXPECTED);
        if (alive || (member.loss != null && !member.loss.certain())) {
            member.loss = loss;
        }
        if (alive) {
            member.turn(Phase.LOST, now());
            desk.open(now());
        }
    }

    /** Whether the worker needs no more time to end by itself. */
    synchronized boolean isLost(int rank) {
        return members.get(rank).in(Phase.LOST);
    }

    synchronized boolean isExpected(int rank) {
        return members.get(rank).in(Phase.EXPECTED);
    }

    /** Asks every worker to stop at the next good place. */
    synchronized void requestStop() {
        stopRequested = true;
        if (announced == members.size()) {
            members.stream().filter(m -> m.in(Phase.JOINED)).forEach(m -> linkOf(m)
                    .ifPresent(Link::stop));
        }
    }

    synchronized boolean stopRequested() {
        return stopRequested;
    }

    /** Ends the generation from outside; nothing happens when it is over. */
    synchronized void stop(String reason, String fix) {
        decide(new Verdict("stopped", -1, reason, fix));
    }

    /** Lets time pass: heartbeats, deadlines, verdicts, warnings. To be called several times a second. */
    void tick() {
        List<Event> warnings;
        synchronized (this) {
            long now = now();
            if (now - lastTickMs > STALL_MS) {
                members.forEach(m -> m.heardMs = now);
            }
            lastTickMs = now;
            if (outcome.isDone()) {
                return;
            }
            board.expire(now);
            checkArrivals(now);
            checkHeartbeats(now);
            List<Waits.Wait> current = waits.all(board.meetings());
            desk.look(current, now).ifPresent(this::decide);
            warnings = lateWatch.look(current, now, generation);
        }
        warnings.forEach(events);
    }

    private void checkHeartbeats(long now) {
        for (Member member : members) {
            if (member.busy) {
                member.heardMs = now;
            }
            long silentMs = now - member.heardMs;
            if (member.mustBeat && member.in(Phase.JOINED) && silentMs > timing.deadAfterMs()) {
                lost(member.rank(), Loss.silent(silentMs));
            }
        }
    }

    private void checkArrivals(long now) {
        List<Member> absent = members.stream().filter(m -> m.in(Phase.EXPECTED)).toList();
        if (!absent.isEmpty() && now - startedMs > timing.joinMs()) {
            decide(new Verdict(
                    "timeout",
                    absent.get(0).rank(),
                    VerdictText.ranks(absent) + " did not join within " + timing.joinMs() / 1000 + " s; "
                            + (members.size() - absent.size()) + " of " + members.size() + " workers are there",
                    "Start the missing workers, or raise parallel.timeout."));
        }
    }

    private void decide(Verdict decided) {
        if (outcome.isDone()) {
            return;
        }
        verdict = decided;
        board.fail(decided);
        members.stream().filter(m -> m.in(Phase.JOINED) || m.in(Phase.FAILED)).forEach(m -> linkOf(m)
                .ifPresent(l -> l.verdict(decided)));
        outcome.completeExceptionally(new RunFailed(
                decided.kind(), decided.message(), decided.fix(), decided.rank(), new CommException(decided)));
    }

    private static Optional<Link> linkOf(Member member) {
        return Optional.ofNullable(member.link);
    }

    private long now() {
        return nowMs.getAsLong();
    }
}
