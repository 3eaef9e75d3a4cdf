package io.cohort.torch.optim;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * An update rule on flat memory. It holds no tensors itself, so that the same rule serves a whole bucket, a shard of one, or a server's part.
 *
 * <p>Threading: stateless; safe for several threads on different ranges. Memory: allocates in the caller's scope.
 */
public interface Optimizer {

    /** The names of the state tensors it keeps for each range, such as {@code momentum}; zeros at first. */
    List<String> stateNames();

    /**
     * Updates a range in place. The gradients may be overwritten.
     *
     * @param learningRate for this step, the schedule applied
     * @param step the number of this update, from 1
     */
    void step(FlatRange range, double learningRate, long step);

    /**
     * Flat tensors {@code [n]} of one type that belong together, element by element.
     *
     * @param parameters what is updated
     * @param gradients of the mean loss
     * @param state one a name of {@link #stateNames}, in that order
     */
    record FlatRange(Tensor parameters, Tensor gradients, List<Tensor> state) {}
}
