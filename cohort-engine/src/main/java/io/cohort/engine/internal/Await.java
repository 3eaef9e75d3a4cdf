package io.cohort.engine.internal;

import io.cohort.comm.CommException;
import io.cohort.comm.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for answers of the coordinator, on a worker's thread. */
final class Await {

    private Await() {}

    /**
     * The answer.
     *
     * @throws CommException when a deadline passed, a verdict fell, or the thread was interrupted (and stays so)
     * @throws IllegalStateException when the request was against the rules
     */
    static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommException(new Verdict("stopped", -1, "interrupted while waiting for other workers", ""));
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof CommException comm) {
            return new CommException(comm.verdict());
        }
        if (cause instanceof Requests.Refused refused) {
            Verdict verdict = refused.refusal().verdict();
            return verdict == null ? new IllegalStateException(refused.getMessage()) : new CommException(verdict);
        }
        return new IllegalStateException(cause.getMessage(), cause);
    }
}
