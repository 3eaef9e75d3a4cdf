package io.cohort.torch.model;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataSpec;

/** {@code model: {name: resnet18, width: 64}}. */
public final class ResNet18Provider implements ModelProvider {

    private static final String NAME = "resnet18";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Recipe read(JobNode options) {
        return new ResNet18Recipe(options.integer("width", 64, 1, 4096));
    }

    private record ResNet18Recipe(long width) implements Recipe {
        @Override
        public void check(DataSpec data) {
            Fit.requireImages(NAME, data, ResNet18.SMALLEST_SIDE);
        }

        @Override
        public Model build(DataSpec data) {
            return new ResNet18(data, width);
        }
    }
}
