package io.cohort.torch.model;

import org.bytedeco.pytorch.Tensor;

/**
 * Adds numbers up over all workers that compute parts of one batch together, in the middle of a forward or a backward pass.
 *
 * <p>Threading: on the thread that runs the pass. Every worker must come to the same calls in the same order, with an empty share too.
 * <p>Failure: does not throw, because an error must not pass through the native frames of a backward pass; once something failed, it does nothing, and
 * whoever runs the pass looks for the failure when it has returned.
 */
@FunctionalInterface
public interface Synchroniser {

    /** Replaces a contiguous tensor by its sum over the workers. */
    void sum(Tensor tensor);
}
