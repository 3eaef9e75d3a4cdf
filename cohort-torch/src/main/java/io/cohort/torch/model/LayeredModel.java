package io.cohort.torch.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * A model that is a chain of layers: each takes what the one before gives. What cuts models into pieces (pipelines, sharding) needs such a one.
 *
 * <p>Threading: as {@link Model}.
 */
public abstract class LayeredModel extends Module implements Model {

    private final List<Layer> layers = new ArrayList<>();

    /**
     * Adds a layer after those there are.
     *
     * @param name without dots; names its parameters in files
     * @param computation from the module and the layer's inputs to its outputs
     */
    protected final <M extends Module> void add(String name, M module, BiFunction<M, Tensor, Tensor> computation) {
        register_module(name, module);
        layers.add(new Layer(name, module, x -> computation.apply(module, x)));
    }

    @Override
    public final List<Layer> layers() {
        return List.copyOf(layers);
    }

    @Override
    public final Tensor forward(Tensor... inputs) {
        Tensor x = inputs[0];
        for (Layer layer : layers) {
            x = layer.forward(x);
        }
        return x;
    }
}
