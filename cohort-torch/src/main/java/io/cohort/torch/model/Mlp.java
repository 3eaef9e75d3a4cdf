package io.cohort.torch.model;

import io.cohort.torch.data.DataSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** A multilayer perceptron: linear layers with ReLU between them; any input is flattened. */
public final class Mlp extends Module implements Model {

    private final List<LinearImpl> layers = new ArrayList<>();

    /** @param hidden the widths of the hidden layers, first to last; empty for a linear model */
    public Mlp(DataSpec data, List<Long> hidden) {
        List<Long> widths = new ArrayList<>(hidden);
        widths.add(data.outputs());
        long in = data.inputElements();
        for (long out : widths) {
            layers.add(register_module("layer" + (layers.size() + 1), new LinearImpl(in, out)));
            in = out;
        }
    }

    @Override
    public Tensor forward(Tensor... inputs) {
        Tensor x = inputs[0].flatten(1, -1); // [n, features]
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(x);
            if (i < layers.size() - 1) {
                x = x.relu();
            }
        }
        return x;
    }
}
