package io.cohort.torch.model;

import io.cohort.core.job.JobNode;
import java.util.List;

/** {@code model: linear}: one linear layer; linear or, with cross-entropy, logistic regression. */
public final class LinearProvider implements ModelProvider {

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public Recipe read(JobNode options) {
        return new MlpProvider.MlpRecipe(name(), List.of());
    }
}
