package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/**
 * {@code schedule: {name: one-cycle, rise: 0.3, start: 25, end: 10000}}: over the first part of the run the learning rate rises to what the job says, from
 * {@code 1/start} of it, and over the rest it falls to {@code 1/end} of where it started; both along half a wave of the cosine. Momentum stays as it is.
 *
 * <p>Source: Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", arXiv 1708.07120, 2017; with the cosine
 * and the defaults that PyTorch has.
 */
public final class OneCycleSchedule implements ScheduleProvider {

    @Override
    public String name() {
        return "one-cycle";
    }

    @Override
    public Schedule read(JobNode options) {
        double rise = options.number("rise", 0.3, Double.MIN_VALUE, Math.nextDown(1.0));
        double start = options.number("start", 25, 1, 1e9);
        double end = options.number("end", 1e4, 1, 1e12);
        return progress -> factor(progress, rise, 1 / start, 1 / (start * end));
    }

    private static double factor(Progress progress, double rise, double first, double last) {
        double top = Math.max(0, rise * progress.totalSteps() - 1); // the step at which the rate is highest
        if (progress.step() < top) {
            return CosineSchedule.between(first, 1, progress.step() / top);
        }
        double fall = Math.max(1, progress.totalSteps() - 1 - top);
        return CosineSchedule.between(1, last, (progress.step() - top) / fall);
    }
}
