package io.cohort.engine.internal;

import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import java.util.Optional;

/** Turns what a role's group says of its own ranks into ranks of the gang. */
record RoleLiveness(Liveness gang, int offset) implements Liveness {

    static Liveness of(Liveness gang, int offset) {
        return offset == 0 ? gang : new RoleLiveness(gang, offset);
    }

    @Override
    public Optional<Verdict> verdict() {
        return gang.verdict();
    }

    @Override
    public void report(Suspicion s) {
        gang.report(new Suspicion(s.kind(), inGang(s.suspect()), inGang(s.state()), s.detail()));
    }

    @Override
    public void waiting(OperationState state) {
        gang.waiting(inGang(state));
    }

    private OperationState inGang(OperationState s) {
        return new OperationState(s.group(), s.sequence(), s.operation(), inGang(s.waitingFor()), s.done());
    }

    private int inGang(int rank) {
        return rank < 0 ? rank : rank + offset;
    }
}
