package io.cohort.torch.model;

import io.cohort.torch.data.DataSpec;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
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
public final class LeNet extends Module implements Model {

    /** The smallest side that two pooled convolutions leave something of. */
    static final long SMALLEST_SIDE = 4;

    private static final long FIRST_CHANNELS = 10;
    private static final long SECOND_CHANNELS = 20;
    private static final long HIDDEN = 50;
    private static final long KERNEL = 5;
    private static final long POOL = 2;

    private final Conv2dImpl conv1;
    private final Conv2dImpl conv2;
    private final LinearImpl fc1;
    private final LinearImpl fc2;

    /** @param data inputs of shape {@code [channels, height, width]} */
    public LeNet(DataSpec data) {
        long channels = data.inputShape().get(0);
        long height = data.inputShape().get(1);
        long width = data.inputShape().get(2);
        long padding = Math.min(height, width) < 16 ? KERNEL / 2 : 0;
        conv1 = register_module("conv1", convolution(channels, FIRST_CHANNELS, padding));
        conv2 = register_module("conv2", convolution(FIRST_CHANNELS, SECOND_CHANNELS, padding));
        long left = SECOND_CHANNELS * side(side(height, padding), padding) * side(side(width, padding), padding);
        fc1 = register_module("fc1", new LinearImpl(left, HIDDEN));
        fc2 = register_module("fc2", new LinearImpl(HIDDEN, data.outputs()));
    }

    @Override
    public Tensor forward(Tensor... inputs) {
        Tensor x = torch.max_pool2d(conv1.forward(inputs[0]), POOL, POOL).relu(); // [n, 10, h, w]
        x = torch.max_pool2d(conv2.forward(x), POOL, POOL).relu(); // [n, 20, h, w]
        x = fc1.forward(x.flatten(1, -1)).relu(); // [n, 50]
        return fc2.forward(x); // [n, outputs]
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
