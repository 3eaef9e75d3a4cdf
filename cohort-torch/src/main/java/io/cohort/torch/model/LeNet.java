package io.cohort.torch.model;

import io.cohort.torch.data.DataSpec;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A small convolutional network: two 5×5 convolutions (10 and 20 channels), each with 2×2 max pooling and ReLU, then two linear layers.
 *
 * <p>On images of 16 pixels a side and more the convolutions take no padding (28×28 gives 4×4 at the end, as usual); on smaller ones they are padded by 2,
 * so that 8×8 gives 2×2.
 *
 * <p>Source: after LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998.
 */
public final class LeNet extends LayeredModel {

    /** The smallest side that two pooled convolutions leave something of. */
    static final long SMALLEST_SIDE = 4;

    private static final long FIRST_CHANNELS = 10;
    private static final long SECOND_CHANNELS = 20;
    private static final long HIDDEN = 50;
    private static final long KERNEL = 5;
    private static final long POOL = 2;

    /** @param data inputs of shape {@code [channels, height, width]} */
    public LeNet(DataSpec data) {
        long channels = data.inputShape().get(0);
        long height = data.inputShape().get(1);
        long width = data.inputShape().get(2);
        long padding = Math.min(height, width) < 16 ? KERNEL / 2 : 0;
        add("conv1", convolution(channels, FIRST_CHANNELS, padding), LeNet::pooled); // [n, 10, h, w]
        add("conv2", convolution(FIRST_CHANNELS, SECOND_CHANNELS, padding), LeNet::pooled); // [n, 20, h, w]
        long left = SECOND_CHANNELS * side(side(height, padding), padding) * side(side(width, padding), padding);
        add("fc1", new LinearImpl(left, HIDDEN), (fc1, x) -> fc1.forward(x.flatten(1, -1))
                .relu()); // [n, 50]
        add("fc2", new LinearImpl(HIDDEN, data.outputs()), LinearImpl::forward); // [n, outputs]
    }

    private static Tensor pooled(Conv2dImpl convolution, Tensor x) {
        return torch.max_pool2d(convolution.forward(ChannelsLast.of(x)), POOL, POOL)
                .relu();
    }

    private static long side(long before, long padding) {
        return (before + 2 * padding - KERNEL + 1) / POOL;
    }

    private static Conv2dImpl convolution(long in, long out, long padding) {
        Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(KERNEL, KERNEL));
        options.padding().put(new LongPointer(padding, padding));
        return new Conv2dImpl(options);
    }
}
