package io.cohort.torch.model;

import io.cohort.torch.data.DataSpec;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A multilayer perceptron: linear layers with ReLU between them; any input is flattened. */
public final class Mlp extends LayeredModel {

    /** @param hidden the widths of the hidden layers, first to last; empty for a linear model */
    public Mlp(DataSpec data, List<Long> hidden) {
        long in = data.inputElements();
        for (long out : hidden) {
            add(nextName(), new LinearImpl(in, out), (linear, x) -> apply(linear, x)
                    .relu());
            in = out;
        }
        add(nextName(), new LinearImpl(in, data.outputs()), Mlp::apply);
    }

    /**
     * {@code (W·xᵀ + b)ᵀ}: the BLAS beneath multiplies a large matrix by a narrow one faster than the other way round, above all in backward. What comes
     * out lies in memory as the next layer likes it.
     */
    private static Tensor apply(LinearImpl linear, Tensor x) {
        Tensor columns = x.flatten(1, -1).t(); // [in, n]
        return torch.addmm(linear.bias().unsqueeze(1), linear.weight(), columns).t(); // [n, out]
    }

    private String nextName() {
        return "layer" + (layers().size() + 1);
    }
}
