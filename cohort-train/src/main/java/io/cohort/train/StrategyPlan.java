package io.cohort.train;

import io.cohort.core.job.Job;
import io.cohort.engine.Role;
import io.cohort.engine.WorkerContext;
import java.util.List;

/** A strategy as the launcher sees it, before there are workers. */
public interface StrategyPlan {

    /** The name of the role that trains. */
    String WORKER = "worker";

    /** Who runs beside whom: roles, their counts, what a loss means. Computed before launch, so that an engine knows no strategy by name. */
    default List<Role> roles(int workers) {
        return List.of(new Role(WORKER, workers, Role.OnLoss.FAIL));
    }

    /** Runs a worker of another role than {@link #WORKER} to its end; only strategies that ask for such roles have it. */
    default String serve(WorkerContext worker) {
        throw new IllegalStateException("nothing to do for a worker of role " + worker.role());
    }

    /**
     * Holds the strategy against the rest of the job, before anything is launched.
     *
     * @throws io.cohort.core.error.UserMistake when it cannot train it
     */
    default void check(Job job) {}

    /** Why the result cannot equal one worker's; empty when it must. */
    default String inequality() {
        return "";
    }

    /** One worker's side of the strategy. */
    Strategy create(Job job);
}
