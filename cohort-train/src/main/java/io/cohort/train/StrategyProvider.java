package io.cohort.train;

import io.cohort.core.job.JobNode;

/** A kind of strategy that a job can name. Found through {@link java.util.ServiceLoader}. */
public interface StrategyProvider {

    /** The word after {@code parallel.strategy}. */
    String name();

    /** Reads the strategy's options beside its name. */
    StrategyPlan read(JobNode options);
}
