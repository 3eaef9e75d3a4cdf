package io.cohort.examples;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.model.Model;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** A model of one's own: a libtorch module with one {@code forward}. */
public final class TinyNet extends Module implements Model {

    private final LinearImpl hidden;
    private final LinearImpl output;

    public TinyNet(DataSpec data) {
        hidden = register_module("hidden", new LinearImpl(data.inputElements(), 32));
        output = register_module("output", new LinearImpl(32, data.outputs()));
    }

    @Override
    public Tensor forward(Tensor... inputs) {
        Tensor x = inputs[0].flatten(1, -1); // [n, features]
        return output.forward(hidden.forward(x).tanh()); // [n, outputs]
    }
}
