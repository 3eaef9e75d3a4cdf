package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** {@code optimizer: {name: adamw, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01}}; the decay stands apart from the gradient. */
public final class AdamWProvider implements OptimizerProvider {

    @Override
    public String name() {
        return "adamw";
    }

    @Override
    public double defaultLearningRate() {
        return 0.001;
    }

    @Override
    public Optimizer read(JobNode options) {
        return new Adam(Moments.read(options, AdamProvider.EPSILON), options.number("weightDecay", 0.01, 0, 1e6), true);
    }
}
