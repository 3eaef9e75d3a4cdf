package io.cohort.torch.data;

import org.bytedeco.pytorch.Tensor;

/**
 * Samples that answer by number, read through and checked when it was opened. Does not hold native memory.
 *
 * <p>Threading: {@code batch} may be called by several threads at once.
 */
public interface IndexedData {

    DataSpec spec();

    int size();

    /**
     * The samples with these numbers, in this order, as fresh tensors in the caller's scope. Inputs are raw (not normalised).
     *
     * @return inputs {@code [n, inputShape…]} float32; targets {@code [n]} int64 class numbers, or {@code [n]} float32 for regression. For
     *     {@link Task#LANGUAGE} both are int64 tokens {@code [n, context]}, and the target at a place is the token after it
     */
    Batch batch(int[] samples);

    /** The target of one sample without making a tensor: its class number, or its value; the one at the last place of a sequence. */
    double target(int sample);

    /**
     * Some samples together.
     *
     * @param inputs of shape {@code [n, inputShape…]}
     * @param targets of shape {@code [n]}, or {@code [n, context]} for {@link Task#LANGUAGE}
     */
    record Batch(Tensor inputs, Tensor targets) {}
}
