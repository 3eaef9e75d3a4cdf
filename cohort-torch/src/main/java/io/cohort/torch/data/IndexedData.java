package io.cohort.torch.data;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Samples that answer by number, read through and checked when it was opened. Does not hold native memory.
 *
 * <p>Threading: every method may be called by several threads at once.
 */
public interface IndexedData {

    DataSpec spec();

    int size();

    /** The samples with these numbers, in this order, as plain arrays. Inputs are raw (not normalised). */
    Rows rows(int[] samples);

    /** The target of one sample: its class number, or its value; the one at the last place of a sequence. */
    double target(int sample);

    /**
     * The samples with these numbers, in this order, as fresh tensors in the caller's scope. Inputs are raw (not normalised).
     *
     * @return inputs {@code [n, inputShape…]} float32; targets {@code [n]} int64 class numbers, or {@code [n]} float32 for regression. For
     *     {@link Task#LANGUAGE} both are int64 tokens {@code [n, context]}, and the target at a place is the token after it
     */
    default Batch batch(int[] samples) {
        return rows(samples).tensors(spec());
    }

    /**
     * The same samples with what must be learned from those alone that are trained on, such as the mean that stands in for a missing value.
     *
     * @param training the numbers of the samples that are trained on
     */
    default IndexedData learnedFrom(int[] training) {
        return this;
    }

    /**
     * What normalises the inputs when it is learned from some samples, where it is known without reading them again; {@link Normalisation#of} works it out
     * for the others.
     *
     * @param samples their numbers, rising
     */
    default Optional<Normalisation> normalisation(int[] samples) {
        return Optional.empty();
    }

    /** Whether samples follow each other, so that what is held out must be their end: a shuffle would let training see what is tested. */
    default boolean ordered() {
        return false;
    }

    /**
     * Some samples together.
     *
     * @param inputs of shape {@code [n, inputShape…]}
     * @param targets of shape {@code [n]}, or {@code [n, context]} for {@link Task#LANGUAGE}
     */
    record Batch(Tensor inputs, Tensor targets) {}
}
