package io.cohort.torch.model;

import io.cohort.torch.model.GradientPlaces.Place;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.VoidTensorHook;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer of a multilayer perceptron, whose batch is narrow beside its weights. Where somebody wants its gradients, it computes them there itself.
 *
 * <p>Legend: n samples, x {@code [n, in]}, W {@code [out, in]}, b {@code [out]}.
 * <p>Forward: {@code y = (W·xᵀ + b)ᵀ}: the BLAS beneath multiplies a large matrix by a narrow one faster than the other way round, above all in backward. What
 * comes out lies in memory as the next such layer likes it.
 * <p>Backward: the inputs' gradient is libtorch's. Those of the parameters are too, unless there are places for them: then libtorch does not hear of the
 * parameters, and a hook on the outputs computes {@code dW = dyᵀ·x} and {@code db = Σdy} from their gradient dy. Once for each forward, and not itself
 * differentiable.
 * <p>Memory: what a pass makes lives in the caller's scope, which must not close before backward has returned.
 */
final class MlpLinear {

    private final LinearImpl module;
    private @Nullable Place weightPlace;
    private @Nullable Place biasPlace;

    MlpLinear(long in, long out) {
        module = new LinearImpl(in, out);
    }

    LinearImpl module() {
        return module;
    }

    void writeGradients(GradientPlaces places) {
        weightPlace = places.of(module.weight());
        biasPlace = places.of(module.bias());
    }

    /**
     * Computes the outputs.
     *
     * @param x {@code [n, in]}
     * @return {@code [n, out]}
     */
    Tensor forward(Tensor x) {
        Place weights = weightPlace;
        Place biases = biasPlace;
        if (weights == null || biases == null || !GradMode.is_enabled()) {
            return outputs(module.weight(), module.bias(), x);
        }
        Tensor y = outputs(module.weight().detach(), module.bias().detach(), x);
        if (!y.requires_grad()) {
            y.set_requires_grad(true); // x is data: y is where the graph begins
        }
        Gradients gradients = new Gradients(x.detach(), weights, biases);
        weights.expect(gradients);
        biases.expect(gradients);
        y.register_hook(gradients);
        return y;
    }

    private static Tensor outputs(Tensor weight, Tensor bias, Tensor x) {
        return torch.addmm(bias.unsqueeze(1), weight, x.t()).t();
    }

    /** Called with the outputs' gradient, before that of the inputs is computed. */
    private static final class Gradients extends VoidTensorHook {
        private final Tensor x;
        private final Place weights;
        private final Place biases;

        Gradients(Tensor x, Place weights, Place biases) {
            this.x = x;
            this.weights = weights;
            this.biases = biases;
        }

        @Override
        public void call(TensorBase gradient) {
            if (!gradient.defined()) {
                return; // no gradient is a gradient of zeros
            }
            try (PointerScope scope = new PointerScope();
                    AutoGradMode noGrad = new NoGradGuard()) {
                Tensor dy = new Tensor(gradient); // [n, out]
                weights.write(this, (place, fresh) -> {
                    if (fresh) {
                        torch.mm_out(place, dy.t(), x);
                    } else {
                        place.addmm_(dy.t(), x);
                    }
                });
                biases.write(this, (place, fresh) -> {
                    Tensor sum = dy.sum(0);
                    if (fresh) {
                        place.copy_(sum);
                    } else {
                        place.add_(sum);
                    }
                });
            }
        }
    }
}
