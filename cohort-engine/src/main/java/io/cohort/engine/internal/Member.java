package io.cohort.engine.internal;

import io.cohort.comm.Liveness.Suspicion;
import io.cohort.comm.OperationState;
import io.cohort.core.timeline.TimelinePart;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a coordinator knows of one worker. Guarded by its coordinator's lock. */
final class Member {

    /** How far a worker has come. */
    enum Phase {
        EXPECTED,
        JOINED,
        ENDED,
        FAILED,
        LOST
    }

    /** What a worker said it does, and since when it says so. */
    record Observed(OperationState state, long sinceMs) {}

    final Seat seat;
    final Map<String, Observed> states = new LinkedHashMap<>();
    Phase phase = Phase.EXPECTED;
    String host = "";
    long pid = -1;
    boolean mustBeat;
    boolean busy;
    long heardMs;
    long phaseMs;
    String result = "";

    @Nullable
    Link link;

    @Nullable
    Suspicion suspicion;

    @Nullable
    Failure failure;

    @Nullable
    Loss loss;

    @Nullable
    TimelinePart told;

    private @Nullable OperationState last;

    Member(Seat seat) {
        this.seat = seat;
    }

    int rank() {
        return seat.rank();
    }

    boolean in(Phase asked) {
        return phase == asked;
    }

    void turn(Phase next, long nowMs) {
        phase = next;
        phaseMs = nowMs;
    }

    /** Whom it waits for may change from word to word; the wait is still the same one. */
    void observe(OperationState state, long nowMs) {
        last = state;
        Observed before = states.get(lane(state));
        long sinceMs = before != null && isSame(before.state(), state) ? before.sinceMs() : nowMs;
        states.put(lane(state), new Observed(state, sinceMs));
    }

    private static boolean isSame(OperationState a, OperationState b) {
        return a.sequence() == b.sequence() && a.operation().equals(b.operation()) && a.done() == b.done();
    }

    /** Where, in the same group, this rank stands; {@code null} when it has not said. */
    @Nullable
    Observed beside(OperationState state) {
        return states.get(lane(state));
    }

    /** The collectives of a group come one after another; its messages, which have no number, run beside them. */
    private static String lane(OperationState state) {
        return state.sequence() > 0 ? state.group() : state.group() + " messages";
    }

    /** The operation it spoke of last; {@code null} when it has spoken of none. */
    @Nullable
    OperationState lastState() {
        return last;
    }

    /** Whether nothing more is to be heard from it before a verdict. */
    boolean hasSpoken() {
        return phase != Phase.JOINED || suspicion != null;
    }
}
