package io.cohort.torch.model;

import io.cohort.torch.data.DataSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The residual network of 18 layers, in the form for small images: a 3×3 convolution at the start and no pooling after it, four stages of two blocks (each
 * stage but the first halves the sides and doubles the channels), the mean over all places, one linear layer.
 *
 * <p>Sources: He, Zhang, Ren and Sun, "Deep residual learning for image recognition", CVPR 2016, table 1 and section 4.2; initial weights after He et al.,
 * "Delving deep into rectifiers", ICCV 2015, equation 14.
 */
public final class ResNet18 extends LayeredModel {

    /** Three stages halve the sides. */
    static final long SMALLEST_SIDE = 8;

    private static final int STAGES = 4;
    private static final int BLOCKS_A_STAGE = 2;

    private final List<BatchNorm> norms = new ArrayList<>();

    /**
     * @param data inputs of shape {@code [channels, height, width]}
     * @param width channels of the first stage; 64 in the paper
     */
    public ResNet18(DataSpec data, long width) {
        add("stem", new Stem(data.inputShape().get(0), width), Stem::forward); // [n, width, h, w]
        long in = width;
        for (int block = 0; block < STAGES * BLOCKS_A_STAGE; block++) {
            int stage = block / BLOCKS_A_STAGE;
            long out = width << stage;
            long stride = stage > 0 && block % BLOCKS_A_STAGE == 0 ? 2 : 1;
            add("block" + (block + 1), new Block(in, out, stride), Block::forward);
            in = out;
        }
        add("fc", new LinearImpl(in, data.outputs()), (fc, x) -> fc.forward(x.mean(2, 3))); // [n, outputs]
    }

    @Override
    public boolean synchronise(Synchroniser between) {
        norms.forEach(norm -> norm.synchronise(between));
        return true;
    }

    private BatchNorm norm(long channels) {
        BatchNorm norm = new BatchNorm(channels);
        norms.add(norm);
        return norm;
    }

    private static Conv2dImpl convolution(long in, long out, long kernel, long stride) {
        Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(kernel, kernel));
        options.stride().put(new LongPointer(stride, stride));
        options.padding().put(new LongPointer(kernel / 2, kernel / 2));
        options.bias().put(false);
        Conv2dImpl convolution = new Conv2dImpl(options);
        try (AutoGradMode noGrad = new NoGradGuard()) {
            double deviation = Math.sqrt(2.0 / (out * kernel * kernel));
            convolution.weight().normal_(0, deviation, new GeneratorOptional());
        }
        return convolution;
    }

    private final class Stem extends Module {
        private final Conv2dImpl convolution;
        private final BatchNorm norm;

        Stem(long in, long out) {
            convolution = register_module("conv", convolution(in, out, 3, 1));
            norm = register_module("norm", norm(out));
        }

        Tensor forward(Tensor x) {
            return norm.forward(convolution.forward(ChannelsLast.of(x))).relu_();
        }
    }

    /** Two convolutions whose outcome is added to what came in, or to a 1×1 convolution of it where the shape changes. */
    private final class Block extends Module {
        private final Conv2dImpl conv1;
        private final BatchNorm norm1;
        private final Conv2dImpl conv2;
        private final BatchNorm norm2;
        private final @Nullable Conv2dImpl shortcut;
        private final @Nullable BatchNorm shortcutNorm;

        Block(long in, long out, long stride) {
            conv1 = register_module("conv1", convolution(in, out, 3, stride));
            norm1 = register_module("norm1", norm(out));
            conv2 = register_module("conv2", convolution(out, out, 3, 1));
            norm2 = register_module("norm2", norm(out));
            boolean same = in == out && stride == 1;
            shortcut = same ? null : register_module("shortcut", convolution(in, out, 1, stride));
            shortcutNorm = same ? null : register_module("shortcut_norm", norm(out));
        }

        Tensor forward(Tensor x) {
            Tensor inner = norm1.forward(conv1.forward(x)).relu_();
            return norm2.forward(conv2.forward(inner)).add_(passed(x)).relu_();
        }

        private Tensor passed(Tensor x) {
            return shortcut == null || shortcutNorm == null ? x : shortcutNorm.forward(shortcut.forward(x));
        }
    }
}
