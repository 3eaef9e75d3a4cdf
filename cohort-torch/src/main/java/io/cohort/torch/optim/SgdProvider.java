package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;

/** {@code optimizer: {name: sgd, momentum: 0.9, nesterov: true, weightDecay: 0.0001}}. */
public final class SgdProvider implements OptimizerProvider {

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public double defaultLearningRate() {
        return 0.01;
    }

    @Override
    public Optimizer read(JobNode options) {
        double momentum = options.number("momentum", 0, 0, 0.999999);
        boolean nesterov = options.flag("nesterov", false);
        if (nesterov && momentum == 0) {
            options.problem("nesterov", "needs a momentum above 0", "Write optimizer.momentum: 0.9");
        }
        return new Sgd(momentum, nesterov, options.number("weightDecay", 0, 0, 1e6));
    }
}
