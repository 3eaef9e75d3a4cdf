package io.cohort.torch.loss;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.Task;
import java.util.Set;

/** A kind of loss that a job can name. Found through {@link java.util.ServiceLoader}. */
public interface LossProvider {

    /** The word after {@code loss}. */
    String name();

    /** The tasks it measures. */
    Set<Task> tasks();

    Loss read(JobNode options);
}
