package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** A kind of optimizer that a job can name. Found through {@link java.util.ServiceLoader}. */
public interface OptimizerProvider {

    /** The word after {@code optimizer.name}. */
    String name();

    /** The learning rate when the job gives none. */
    double defaultLearningRate();

    /** Reads its own options beside name, lr and schedule. */
    Optimizer read(JobNode options);
}
