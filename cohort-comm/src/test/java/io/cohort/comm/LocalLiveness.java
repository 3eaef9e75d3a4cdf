package io.cohort.comm;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A coordinator for threads of one process: the first suspicion becomes the verdict. */
final class LocalLiveness implements Liveness {

    final List<Suspicion> suspicions = new CopyOnWriteArrayList<>();
    final List<OperationState> waits = new CopyOnWriteArrayList<>();
    private final AtomicReference<Verdict> verdict = new AtomicReference<>();

    @Override
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict.get());
    }

    @Override
    public void report(Suspicion suspicion) {
        suspicions.add(suspicion);
        decide(new Verdict(suspicion.kind(), suspicion.suspect(), suspicion.detail(), "as the coordinator says"));
    }

    @Override
    public void waiting(OperationState state) {
        waits.add(state);
    }

    void decide(Verdict decision) {
        verdict.compareAndSet(null, decision);
    }

    /** Nobody decides anything. */
    static final class None implements Liveness {
        @Override
        public Optional<Verdict> verdict() {
            return Optional.empty();
        }

        @Override
        public void report(Suspicion suspicion) {}

        @Override
        public void waiting(OperationState state) {}
    }
}
