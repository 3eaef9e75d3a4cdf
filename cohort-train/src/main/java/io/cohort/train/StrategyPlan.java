package io.cohort.train;

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

    /** Why the result cannot equal one worker's; empty when it must. */
    default String inequality() {
        return "";
    }

    /** One worker's side of the strategy. */
    Strategy create();
}
