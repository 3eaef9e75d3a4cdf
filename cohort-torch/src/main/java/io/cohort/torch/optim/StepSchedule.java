package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** {@code schedule: {name: step, every: 5, gamma: 0.5}}: every so many epochs the learning rate is multiplied by gamma. */
public final class StepSchedule implements ScheduleProvider {

    @Override
    public String name() {
        return "step";
    }

    @Override
    public Schedule read(JobNode options) {
        long every = options.integer("every", 10, 1, 1_000_000);
        double gamma = options.number("gamma", 0.1, 1e-9, 1);
        return progress -> Math.pow(gamma, (double) Math.floorDiv(progress.epoch(), every));
    }
}
