package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/**
 * {@code schedule: {name: inverse-time, decay: 0.5}}: the learning rate is divided by {@code 1 + decay·t}, where t counts epochs and grows with every step.
 *
 * <p>Source: Bottou, "Stochastic gradient descent tricks", in Neural Networks: Tricks of the Trade, 2nd edition, 2012, section 5.2, with t in epochs
 * instead of samples.
 */
public final class InverseTimeSchedule implements ScheduleProvider {

    @Override
    public String name() {
        return "inverse-time";
    }

    @Override
    public Schedule read(JobNode options) {
        double decay = options.number("decay", 1, 0, 1e6);
        return progress -> 1 / (1 + decay * progress.epochs());
    }
}
