package io.cohort.torch.model;

import io.cohort.torch.FileSink;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * A network that can be trained: a libtorch {@link Module} with one generic {@code forward}. A model of your own extends
 * {@code Module}, implements this, and has a public constructor that takes a {@link io.cohort.torch.data.DataSpec}.
 *
 * <p>Threading: one thread at a time. Memory: {@code forward} allocates in the caller's scope.
 */
public interface Model {

    /**
     * Computes the outputs.
     *
     * @param inputs usually one tensor {@code [n, inputShape…]}
     * @return raw scores {@code [n, outputs]} (no softmax); {@code [n, context, outputs]} for sequences
     */
    Tensor forward(Tensor... inputs);

    /** The layers whose composition is {@code forward}, first to last; empty when the model does not say. See {@link LayeredModel}. */
    default List<Layer> layers() {
        return List.of();
    }

    /**
     * Makes batch normalisation count over all workers instead of each its own part of a batch.
     *
     * @return false when this model does not know how, or has none
     */
    default boolean synchronise(Synchroniser between) {
        return false;
    }

    /**
     * Lets layers that can do so compute the gradients of their parameters where those belong. The others' gradients come from libtorch, as all do before
     * this is called.
     */
    default void writeGradients(GradientPlaces places) {}

    /** Writes the files that are needed, beside its weights, to build it again where the job's own files are not; most models need none. */
    default void writeBeside(FileSink sink) throws IOException {}

    /** The libtorch module that holds the parameters and buffers. */
    default Module module() {
        return (Module) this;
    }
}
