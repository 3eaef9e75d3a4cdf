package io.cohort.engine.internal;

import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Turns what a group says of its own ranks into ranks of the gang.
 *
 * @param ranks the gang's rank of each of the group's
 */
record GroupLiveness(Liveness gang, List<Integer> ranks) implements Liveness {

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
        return rank < 0 ? rank : ranks.get(rank);
    }
}
