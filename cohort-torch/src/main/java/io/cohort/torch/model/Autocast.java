package io.cohort.torch.model;

import io.cohort.torch.FileSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A model that multiplies in bf16 while its parameters, their gradients and its outputs stay float32: libtorch's autocast, which casts the inputs of
 * products (linear layers, convolutions, attention) and leaves the other operations in the type they get.
 *
 * <p>Source: Micikevicius et al., "Mixed precision training", ICLR 2018, section 3.1 (float32 master weights); bf16 has the range of float32 and needs no
 * scaling of the loss: Kalamkar et al., "A study of BFLOAT16 for deep learning training", arXiv 1905.12322, 2019.
 *
 * @param inner the model, in float32
 */
public record Autocast(Model inner) implements Model {

    @Override
    public Tensor forward(Tensor... inputs) {
        return cast(() -> inner.forward(inputs)).to(ScalarType.Float);
    }

    /** Between layers tensors keep the type that the layer before gave; the last layer gives float32. */
    @Override
    public List<Layer> layers() {
        List<Layer> cast = new ArrayList<>();
        for (Layer layer : inner.layers()) {
            boolean last = cast.size() == inner.layers().size() - 1;
            cast.add(new Layer(layer.name(), layer.module(), x -> {
                Tensor y = cast(() -> layer.forward(x));
                return last ? y.to(ScalarType.Float) : y;
            }));
        }
        return cast;
    }

    /** Products in bf16 have no place among gradients in float32: they come from libtorch, which casts them. */
    @Override
    public void writeGradients(GradientPlaces places) {}

    @Override
    public boolean synchronise(Synchroniser between) {
        return inner.synchronise(between);
    }

    @Override
    public void writeBeside(FileSink sink) throws IOException {
        inner.writeBeside(sink);
    }

    @Override
    public Module module() {
        return inner.module();
    }

    /** The setting belongs to the thread, so workers that are threads do not meet. */
    private static Tensor cast(Supplier<Tensor> computation) {
        boolean enabled = torch.is_autocast_enabled(DeviceType.CPU);
        ScalarType type = torch.get_autocast_dtype(DeviceType.CPU);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.increment_nesting();
        try {
            return computation.get();
        } finally {
            if (torch.decrement_nesting() == 0) {
                torch.clear_cache(); // of weights already cast: the next update changes them
            }
            torch.set_autocast_dtype(DeviceType.CPU, type);
            torch.set_autocast_enabled(DeviceType.CPU, enabled);
        }
    }
}
