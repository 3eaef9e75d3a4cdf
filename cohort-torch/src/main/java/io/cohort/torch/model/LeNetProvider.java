package io.cohort.torch.model;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataSpec;

/** {@code model: lenet}. */
public final class LeNetProvider implements ModelProvider {

    private static final String NAME = "lenet";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Recipe read(JobNode options) {
        return new LeNetRecipe();
    }

    private record LeNetRecipe() implements Recipe {
        @Override
        public void check(DataSpec data) {
            Fit.requireImages(NAME, data, LeNet.SMALLEST_SIDE);
        }

        @Override
        public Model build(DataSpec data) {
            return new LeNet(data);
        }
    }
}
