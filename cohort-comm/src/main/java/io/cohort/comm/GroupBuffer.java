package io.cohort.comm;

import org.bytedeco.pytorch.Tensor;

/**
 * Memory that a group allocated, so that its tensors need no copy to be sent. Freed by {@link #close}, at the latest with its group.
 *
 * <p>Tensors made as views of {@link #tensor()} must not outlive it.
 */
public interface GroupBuffer extends AutoCloseable {

    /** The whole buffer as one flat tensor; zeros at first. Aligned to 64 bytes. */
    Tensor tensor();

    @Override
    void close();
}
