package io.cohort.torch.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * How wrong outputs are. A sum over samples rather than a mean: the shares of a global batch then add up to the whole, however
 * unevenly it was cut.
 *
 * <p>Threading: stateless. Memory: allocates in the caller's scope.
 */
@FunctionalInterface
public interface Loss {

    /**
     * The summed loss of some samples.
     *
     * <p>A sequence counts as one sample: its loss is the mean over its places. All sequences of a data set are equally long, so a mean over samples is
     * the mean over tokens.
     *
     * @param outputs of the model, {@code [n, outputs]}; {@code [n, context, outputs]} for sequences
     * @param targets {@code [n]}: class numbers (int64) or values; {@code [n, context]} tokens (int64) for sequences
     * @return a scalar that can be differentiated
     */
    Tensor sum(Tensor outputs, Tensor targets);
}
