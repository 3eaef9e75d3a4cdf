package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** {@code optimizer: {name: adam, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0}}; the decay is an L2 penalty. */
public final class AdamProvider implements OptimizerProvider {

    static final double EPSILON = 1e-8;

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public double defaultLearningRate() {
        return 0.001;
    }

    @Override
    public Optimizer read(JobNode options) {
        return new Adam(Moments.read(options, EPSILON), options.number("weightDecay", 0, 0, 1e6), false);
    }
}
