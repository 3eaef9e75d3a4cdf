package io.cohort.torch.loss;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.Task;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * {@code loss: cross-entropy}: the negative log of the probability that softmax gives to the right class, or to the token that comes next. With
 * {@code classWeights} samples count as much as their class does.
 */
public final class CrossEntropy implements LossProvider {

    /** {@code at::Reduction::Sum}. */
    static final long SUM = 2;

    static final String NAME = "cross-entropy";
    static final String CLASS_WEIGHTS = "classWeights";

    private static final String EQUAL = "equal";
    private static final String BALANCED = "balanced";
    private static final double LARGEST_WEIGHT = 1e12;

    private static final long NO_IGNORED_CLASS = -100;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.CLASSIFICATION, Task.LANGUAGE);
    }

    @Override
    public Loss read(JobNode options) {
        if (options.isMapping(CLASS_WEIGHTS)) {
            return new WeightedCrossEntropy(
                    ClassWeights.given(options.numbersByName(CLASS_WEIGHTS, Double.MIN_VALUE, LARGEST_WEIGHT)));
        }
        return options.choice(CLASS_WEIGHTS, EQUAL, List.of(EQUAL, BALANCED)).equals(BALANCED)
                ? new WeightedCrossEntropy(ClassWeights.BALANCED)
                : CrossEntropy::sum;
    }

    static Tensor sum(Tensor outputs, Tensor targets) {
        if (targets.dim() == 1) {
            return flat(outputs, targets);
        }
        Tensor sum = flat(outputs.flatten(0, 1), targets.flatten()); // [n * context, classes], [n * context]
        return sum.div(new Scalar((double) targets.size(1)));
    }

    private static Tensor flat(Tensor outputs, Tensor targets) {
        return sum(outputs, targets, new TensorOptional());
    }

    /** @param weights one a class; none for equal ones */
    static Tensor sum(Tensor outputs, Tensor targets, TensorOptional weights) {
        return torch.cross_entropy_loss(outputs, targets, weights, SUM, NO_IGNORED_CLASS, 0.0);
    }
}
