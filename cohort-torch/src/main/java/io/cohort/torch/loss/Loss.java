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
     * @param outputs of the model, {@code [n, outputs]}
     * @param targets {@code [n]}: class numbers (int64) or values
     * @return a scalar that can be differentiated
     */
    Tensor sum(Tensor outputs, Tensor targets);
}
