package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;
import io.cohort.torch.optim.Optimizer.FlatRange;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The running means of a gradient and of its square that Adam and its relatives keep, corrected for having begun at zero.
 *
 * @param beta1 how much of the gradient's mean is kept
 * @param beta2 how much of the square's mean is kept
 * @param epsilon keeps the quotient finite
 */
record Moments(double beta1, double beta2, double epsilon) {

    static final List<String> STATE_NAMES = List.of("first-moment", "second-moment");

    private static final double MOST_KEPT = Math.nextDown(1.0);

    /** @param epsilon the usual one of the rule */
    static Moments read(JobNode options, double epsilon) {
        return new Moments(
                options.number("beta1", 0.9, 0, MOST_KEPT),
                options.number("beta2", 0.999, 0, MOST_KEPT),
                options.number("epsilon", epsilon, Double.MIN_VALUE, 1));
    }

    /** Takes a range's gradients in. */
    void update(FlatRange range) {
        Tensor gradients = range.gradients();
        first(range).mul_(new Scalar(beta1)).add_(gradients, new Scalar(1 - beta1));
        second(range).mul_(new Scalar(beta2)).addcmul_(gradients, gradients, new Scalar(1 - beta2));
    }

    /** The root of the corrected second moment, plus epsilon: what a step is divided by. A fresh tensor. */
    Tensor divisor(FlatRange range, long step) {
        return second(range)
                .sqrt()
                .div_(new Scalar(Math.sqrt(1 - Math.pow(beta2, (double) step))))
                .add_(new Scalar(epsilon));
    }

    /** What the first moment must be divided by. */
    double firstCorrection(long step) {
        return 1 - Math.pow(beta1, (double) step);
    }

    Tensor first(FlatRange range) {
        return range.state().get(0);
    }

    private static Tensor second(FlatRange range) {
        return range.state().get(1);
    }
}
