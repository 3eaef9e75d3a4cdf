package io.cohort.torch.model;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataSpec;
import java.util.List;

/** {@code model: {name: mlp, hidden: [128, 64]}}. */
public final class MlpProvider implements ModelProvider {

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public Recipe read(JobNode options) {
        return new MlpRecipe(name(), options.integers("hidden", List.of(128L), 1, 1 << 20));
    }

    /** Also that of {@code linear}, which has no hidden layers. */
    record MlpRecipe(String name, List<Long> hidden) implements Recipe {
        @Override
        public void check(DataSpec data) {
            Fit.requireNumbers(name, data);
        }

        @Override
        public Model build(DataSpec data) {
            return new Mlp(data, hidden);
        }
    }
}
