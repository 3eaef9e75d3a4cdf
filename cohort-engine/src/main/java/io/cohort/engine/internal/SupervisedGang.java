package io.cohort.engine.internal;

import io.cohort.core.error.RunFailed;
import io.cohort.core.error.RunInterrupted;
import io.cohort.engine.GangRun;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A gang that runs: a thread of its own lets the coordinator's time pass, and once the outcome is known sees to it that every worker ends.
 *
 * <ol>
 *   <li>Until the outcome: tick.
 *   <li>After a verdict: what is lost is killed at once, the others get a moment to end by themselves, then they are killed.
 *   <li>Only then does {@link #await} return or throw.
 * </ol>
 */
final class SupervisedGang implements GangRun {

    private static final long TICK_MS = 100;
    private static final long GRACE_MS = 3_000;
    private static final long KILL_MS = 2_000;

    private final Coordinator coordinator;
    private final Crew crew;
    private final CompletableFuture<List<String>> finished = new CompletableFuture<>();
    private final CompletableFuture<Void> hurry = new CompletableFuture<>();

    private SupervisedGang(Coordinator coordinator, Crew crew) {
        this.coordinator = coordinator;
        this.crew = crew;
    }

    static SupervisedGang start(String name, Coordinator coordinator, Crew crew) {
        SupervisedGang gang = new SupervisedGang(coordinator, crew);
        Thread thread = new Thread(gang::supervise, "cohort-supervisor-" + name);
        thread.setDaemon(true);
        thread.start();
        return gang;
    }

    private void supervise() {
        try {
            List<String> results = untilOutcome();
            endWorkers();
            coordinator.sumUp();
            finished.complete(results);
        } catch (ExecutionException e) {
            endAfterFailure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException | RuntimeException e) {
            endAfterFailure(e);
        }
    }

    private void endAfterFailure(Throwable cause) {
        for (int rank = 0; rank < coordinator.size(); rank++) {
            if (coordinator.isLost(rank)) {
                crew.kill(rank);
            }
        }
        endWorkers();
        coordinator.sumUp();
        crew.release();
        finished.completeExceptionally(cause);
    }

    private List<String> untilOutcome() throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return coordinator.outcome().get(TICK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                coordinator.tick();
            }
        }
    }

    private void endWorkers() {
        if (!within(CompletableFuture.anyOf(crew.ended(), hurry), GRACE_MS)
                || !crew.ended().isDone()) {
            crew.killAll();
            within(crew.ended(), KILL_MS);
        }
    }

    private static boolean within(CompletableFuture<?> future, long ms) {
        try {
            future.get(ms, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public List<String> await() {
        try {
            return finished.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunInterrupted("interrupted while waiting for the workers", "");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunFailed f) {
                throw new RunFailed(
                        f.kind(),
                        String.valueOf(f.getMessage()),
                        f.fix(),
                        f.rank().orElse(-1),
                        f);
            }
            throw new IllegalStateException("the gang's supervisor failed", e.getCause());
        }
    }

    @Override
    public void requestStop() {
        coordinator.requestStop();
    }

    @Override
    public void announce(String json) {
        crew.announce(json);
    }

    @Override
    public void close() {
        hurry.complete(null);
        coordinator.stop("the launcher ended the run", "");
        within(finished, GRACE_MS + KILL_MS);
        crew.release();
    }
}
