package io.cohort.comm;

import org.bytedeco.pytorch.Tensor;

/**
 * What a rank makes of its part of a reduction, {@link ProcessGroup#shardedUpdate}.
 *
 * <p>Threading: called on whichever thread runs the operation, one call after the other; the autograd state of the thread that started it does not hold
 * there. It may not use the group.
 */
@FunctionalInterface
public interface ShardUpdate {

    /** What is reduced at once, at most, so that it stays in a core's cache together with what is made of it. */
    long MOST_ELEMENTS = 65_536;

    /**
     * Writes some elements of this rank's part of the output. The same cuts come in every operation of one size.
     *
     * @param offset the first of these elements in the whole output
     * @param reduced {@code [m]}: the reduction of the input's elements from there on; may be overwritten, and is gone after the call
     */
    void apply(long offset, Tensor reduced);
}
