package io.cohort.engine.internal;

import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Who is dead, seen over the control connection. Safe for several threads. */
final class RemoteLiveness implements Liveness {

    private final ControlStream stream;
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile Optional<Verdict> verdict = Optional.empty();

    RemoteLiveness(ControlStream stream) {
        this.stream = stream;
    }

    @Override
    public Optional<Verdict> verdict() {
        return verdict;
    }

    @Override
    public void report(Suspicion suspicion) {
        stream.send(new Message.Report(suspicion));
    }

    @Override
    public void waiting(OperationState state) {
        stream.send(new Message.Waiting(state));
    }

    void decided(Verdict decision) {
        verdict = Optional.of(decision);
        decided.countDown();
    }

    /** Waits a little for the coordinator's decision. */
    void awaitVerdict(long ms) {
        try {
            decided.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
