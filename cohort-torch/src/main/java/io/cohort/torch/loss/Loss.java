package io.cohort.torch.loss;

import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Samples;
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

    /**
     * What some samples count for together: the mean over them is their {@link #sum} divided by this. Their number, unless samples count differently.
     *
     * <p>Asked about whole global batches by every worker, so it must not be slow.
     *
     * @param data where the samples lie
     * @param samples their numbers
     */
    default double weight(IndexedData data, int[] samples) {
        return samples.length;
    }

    /**
     * The same loss with what it must know of the data, such as how frequent each class is.
     *
     * @param training the samples that are trained on
     * @throws io.cohort.core.error.UserMistake when it cannot measure such data
     */
    default Loss learnedFrom(Samples training) {
        return this;
    }
}
