package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** {@code schedule: {name: exponential, gamma: 0.95}}: after every epoch the learning rate is multiplied by gamma. */
public final class ExponentialSchedule implements ScheduleProvider {

    @Override
    public String name() {
        return "exponential";
    }

    @Override
    public Schedule read(JobNode options) {
        double gamma = options.number("gamma", 0.95, 1e-9, 1);
        return progress -> Math.pow(gamma, progress.epoch());
    }
}
