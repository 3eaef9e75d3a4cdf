package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** {@code schedule: constant}: the learning rate stays. */
public final class ConstantSchedule implements ScheduleProvider {

    @Override
    public String name() {
        return "constant";
    }

    @Override
    public Schedule read(JobNode options) {
        return progress -> 1;
    }
}
