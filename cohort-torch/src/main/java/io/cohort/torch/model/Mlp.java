package io.cohort.torch.model;

import io.cohort.torch.data.DataSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** A multilayer perceptron: linear layers with ReLU between them; any input is flattened. */
public final class Mlp extends LayeredModel {

    private final List<MlpLinear> linears = new ArrayList<>();

    /** @param hidden the widths of the hidden layers, first to last; empty for a linear model */
    public Mlp(DataSpec data, List<Long> hidden) {
        long in = data.inputElements();
        for (long out : hidden) {
            add(new MlpLinear(in, out), Tensor::relu);
            in = out;
        }
        add(new MlpLinear(in, data.outputs()), UnaryOperator.identity());
    }

    @Override
    public void writeGradients(GradientPlaces places) {
        linears.forEach(linear -> linear.writeGradients(places));
    }

    private void add(MlpLinear linear, UnaryOperator<Tensor> activation) {
        linears.add(linear);
        add(
                "layer" + linears.size(),
                linear.module(),
                (module, x) -> activation.apply(linear.forward(x.flatten(1, -1))));
    }
}
