package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/**
 * {@code schedule: {name: cosine, floor: 0.01}}: half a wave of the cosine over the whole run, from the learning rate down to {@code floor} of it.
 *
 * <p>Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, equation 5, without restarts.
 */
public final class CosineSchedule implements ScheduleProvider {

    @Override
    public String name() {
        return "cosine";
    }

    @Override
    public Schedule read(JobNode options) {
        double floor = options.number("floor", 0, 0, 1);
        return progress -> between(1, floor, (double) progress.step() / progress.totalSteps());
    }

    /**
     * From one value to another as half a wave goes.
     *
     * @param part how much of the way is done, from 0 to 1; beyond counts as 1
     */
    static double between(double from, double to, double part) {
        return to + (from - to) * (1 + Math.cos(Math.PI * Math.min(part, 1))) / 2;
    }
}
