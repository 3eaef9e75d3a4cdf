package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** {@code optimizer: {name: lamb, beta1: 0.9, beta2: 0.999, epsilon: 1e-6, weightDecay: 0.01}}. */
public final class LambProvider implements OptimizerProvider {

    private static final double EPSILON = 1e-6;

    @Override
    public String name() {
        return "lamb";
    }

    @Override
    public double defaultLearningRate() {
        return 0.002;
    }

    @Override
    public Optimizer read(JobNode options) {
        return new Lamb(Moments.read(options, EPSILON), options.number("weightDecay", 0.01, 0, 1e6));
    }
}
