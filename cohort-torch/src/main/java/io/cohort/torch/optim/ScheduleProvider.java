package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** A kind of schedule that a job can name. Found through {@link java.util.ServiceLoader}. */
public interface ScheduleProvider {

    /** The word after {@code optimizer.schedule.name}. */
    String name();

    Schedule read(JobNode options);
}
