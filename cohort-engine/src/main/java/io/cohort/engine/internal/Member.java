package io.cohort.engine.internal;

import io.cohort.comm.Liveness.Suspicion;
import io.cohort.comm.OperationState;
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

    void observe(OperationState state, long nowMs) {
        if (state.sequence() == 0 && state.operation().isEmpty()) {
            return;
        }
        last = state;
        Observed before = states.get(state.group());
        if (before == null || !before.state().equals(state)) {
            states.put(state.group(), new Observed(state, nowMs));
        }
    }

    /** The operation it spoke of last; {@code null} when it has spoken of none. */
    @Nullable
    OperationState lastState() {
        return last;
    }

    /** Whether it waits, in some group, for this rank. */
    @Nullable
    Observed waitsFor(int rank) {
        return states.values().stream()
                .filter(o -> !o.state().done() && o.state().waitingFor() == rank)
                .findFirst()
                .orElse(null);
    }

    /** Whether nothing more is to be heard from it before a verdict. */
    boolean hasSpoken() {
        return phase != Phase.JOINED || suspicion != null;
    }
}
