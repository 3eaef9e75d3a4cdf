package io.cohort.torch.model;

import io.cohort.torch.data.DataSpec;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;

/** A multilayer perceptron: linear layers with ReLU between them; any input is flattened. */
public final class Mlp extends LayeredModel {

    /** @param hidden the widths of the hidden layers, first to last; empty for a linear model */
    public Mlp(DataSpec data, List<Long> hidden) {
        long in = data.inputElements();
        for (long out : hidden) {
            add(nextName(), new LinearImpl(in, out), (linear, x) -> linear.forward(x.flatten(1, -1))
                    .relu());
            in = out;
        }
        add(nextName(), new LinearImpl(in, data.outputs()), (linear, x) -> linear.forward(x.flatten(1, -1)));
    }

    private String nextName() {
        return "layer" + (layers().size() + 1);
    }
}
