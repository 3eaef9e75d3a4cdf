package io.cohort.torch.model;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataSpec;

/** {@code model: lenet}. */
public final class LeNetProvider implements ModelProvider {

    @Override
    public String name() {
        return "lenet";
    }

    @Override
    public Recipe read(JobNode options) {
        return new LeNetRecipe();
    }

    private record LeNetRecipe() implements Recipe {
        @Override
        public void check(DataSpec data) {
            var shape = data.inputShape();
            if (shape.size() != 3 || shape.get(1) < LeNet.SMALLEST_SIDE || shape.get(2) < LeNet.SMALLEST_SIDE) {
                throw new UserMistake(
                        "model-data",
                        new Problem(
                                "model.name",
                                "lenet",
                                "takes images of at least %1$d×%1$d pixels, but a sample of this data has the shape %2$s"
                                        .formatted(LeNet.SMALLEST_SIDE, shape),
                                "Write model.name: mlp"));
            }
        }

        @Override
        public Model build(DataSpec data) {
            return new LeNet(data);
        }
    }
}
