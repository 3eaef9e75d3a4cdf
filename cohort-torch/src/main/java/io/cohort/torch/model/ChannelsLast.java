package io.cohort.torch.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Images whose channels lie side by side in memory. Convolutions keep that order, and pooling is then about three times as fast, because it works on
 * several channels at once.
 */
final class ChannelsLast {

    private static final long CHANNELS = 1;

    private ChannelsLast() {}

    /** The same images; shapes and values stay. Copies only where there are several channels in another order. */
    static Tensor of(Tensor images) { // [n, C, h, w]
        if (images.size(CHANNELS) > 1) {
            return images.contiguous(MemoryFormat.ChannelsLast);
        }
        // One channel lies alike in both orders: only the strides can say which is meant.
        long height = images.size(2);
        long width = images.size(3);
        return images.contiguous().as_strided(images.shape(), new long[] {height * width, 1, width, 1});
    }
}
