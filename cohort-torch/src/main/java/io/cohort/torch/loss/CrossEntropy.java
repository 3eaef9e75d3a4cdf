package io.cohort.torch.loss;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.Task;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** {@code loss: cross-entropy}: the negative log of the probability that softmax gives to the right class, or to the token that comes next. */
public final class CrossEntropy implements LossProvider {

    /** {@code at::Reduction::Sum}. */
    static final long SUM = 2;

    private static final long NO_IGNORED_CLASS = -100;

    @Override
    public String name() {
        return "cross-entropy";
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.CLASSIFICATION, Task.LANGUAGE);
    }

    @Override
    public Loss read(JobNode options) {
        return CrossEntropy::sum;
    }

    static Tensor sum(Tensor outputs, Tensor targets) {
        if (targets.dim() == 1) {
            return flat(outputs, targets);
        }
        Tensor sum = flat(outputs.flatten(0, 1), targets.flatten()); // [n * context, classes], [n * context]
        return sum.div(new Scalar((double) targets.size(1)));
    }

    private static Tensor flat(Tensor outputs, Tensor targets) {
        return torch.cross_entropy_loss(outputs, targets, new TensorOptional(), SUM, NO_IGNORED_CLASS, 0.0);
    }
}
