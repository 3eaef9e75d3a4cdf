package io.cohort.torch.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Where the gradients of parameters belong. A layer that knows it computes a gradient there, and not in a tensor of libtorch's that somebody would have to
 * move: memory is written once instead of twice.
 *
 * <p>Threading: on the thread that runs the pass.
 * <p>Source: Megatron-LM's gradient accumulation fusion, where the product for a weight's gradient adds into the weight's {@code main_grad}.
 */
@FunctionalInterface
public interface GradientPlaces {

    /** Nobody wants gradients anywhere but where libtorch puts them. */
    GradientPlaces NONE = parameter -> null;

    /** That of one parameter; null where libtorch is to put its gradient. */
    @Nullable
    Place of(Tensor parameter);

    /**
     * That of one parameter, whose whole gradient comes this way: nothing else may use the parameter in a way that libtorch differentiates.
     *
     * <p>Failure: does not throw, because an error must not pass through the native frames of a backward pass; whoever runs the pass looks for the failure
     * when it has returned.
     */
    interface Place {

        /**
         * Forward says that a backward will {@link #write} here. The gradient is whole when all that were expected have written.
         *
         * @param backward kept from being collected until it has written or the step is over: libtorch keeps no Java object alive
         */
        void expect(Object backward);

        /** Backward writes what it adds to the gradient. */
        void write(Object backward, Part part);
    }

    /** What one backward adds to a gradient. */
    @FunctionalInterface
    interface Part {

        /**
         * Computes it.
         *
         * @param place of the parameter's shape
         * @param fresh whether what the place holds is to be overwritten, not added to
         */
        void into(Tensor place, boolean fresh);
    }
}
