package io.cohort.torch.model;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * One layer of a model that lists its layers.
 *
 * @param name its module's name in the model: a parameter {@code weight} of it is {@code name.weight} there
 * @param module its parameters and buffers; no other layer has any of them
 * @param computation from its inputs to its outputs
 */
public record Layer(String name, Module module, UnaryOperator<Tensor> computation) implements Model {

    @Override
    public Tensor forward(Tensor... inputs) {
        return computation.apply(inputs[0]);
    }

    @Override
    public List<Layer> layers() {
        return List.of(this);
    }
}
