package io.cohort.torch.loss;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.Task;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** {@code loss: mean-squared-error}: the squared distance between output and value. */
public final class MeanSquaredError implements LossProvider {

    @Override
    public String name() {
        return "mean-squared-error";
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.REGRESSION);
    }

    @Override
    public Loss read(JobNode options) {
        return MeanSquaredError::sum;
    }

    static Tensor sum(Tensor outputs, Tensor targets) {
        return torch.mse_loss(outputs.flatten(), targets, CrossEntropy.SUM);
    }
}
