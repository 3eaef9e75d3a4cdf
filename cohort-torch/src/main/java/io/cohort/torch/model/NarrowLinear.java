package io.cohort.torch.model;

import io.cohort.torch.model.GradientPlaces.Place;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.FunctionPreHook;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer whose batch is narrow beside its weights, as in a multilayer perceptron. Where somebody wants its gradients, it computes them there itself.
 *
 * <p>Legend: n samples, x {@code [n, in]}, W {@code [out, in]}, b {@code [out]}.
 * <p>Forward: {@code y = (W·xᵀ + b)ᵀ}: the BLAS beneath multiplies a large matrix by a narrow one faster than the other way round, above all in backward. What
 * comes out lies in memory as the next such layer likes it.
 * <p>Backward: {@code dx = (Wᵀ·dyᵀ)ᵀ}, {@code dW = dyᵀ·x}, {@code db = Σdy}.
 * <p>Memory: what a pass makes lives in the caller's scope, which must not close before backward has returned.
 */
final class NarrowLinear {

    private static final long SAMPLES = 1; // of dyᵀ, the dimension

    private final LinearImpl module;
    private @Nullable Place weightPlace;
    private @Nullable Place biasPlace;

    NarrowLinear(long in, long out) {
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
            return multiply(x);
        }
        Tensor y;
        try (AutoGradMode noGrad = new NoGradGuard()) {
            y = multiply(x).detach();
        }
        Backward backward = new Backward(x, module.weight(), weights, biases);
        weights.expect(backward);
        biases.expect(backward);
        backward.attachTo(y);
        return y;
    }

    private Tensor multiply(Tensor x) {
        return torch.addmm(module.bias().unsqueeze(1), module.weight(), x.t()).t();
    }

    /** What libtorch calls with the gradient of the outputs, and what gives it that of the inputs. */
    private static final class Backward extends FunctionPreHook {
        private final Tensor inputs;
        private final Tensor x;
        private final Tensor weight;
        private final Place weightPlace;
        private final Place biasPlace;

        Backward(Tensor inputs, Tensor weight, Place weightPlace, Place biasPlace) {
            this.inputs = inputs;
            this.x = inputs.detach();
            this.weight = weight.detach();
            this.weightPlace = weightPlace;
            this.biasPlace = biasPlace;
        }

        /**
         * Puts the node of an alias of the inputs, which only passes on what it is given, between them and the outputs: given the outputs' gradient, the hook
         * makes it that of the inputs.
         */
        void attachTo(Tensor outputs) {
            // Inputs that are data get a node too: what comes to it is nothing.
            Tensor from = inputs.requires_grad() ? inputs : inputs.detach().set_requires_grad(true);
            Node node = from.alias().grad_fn();
            node.clear_input_metadata();
            torch.create_gradient_edge(outputs, node);
            node.add_pre_hook(this); // the node owns its native part from now on
        }

        @Override
        public TensorVector apply(TensorVector gradients) {
            try (PointerScope scope = new PointerScope();
                    AutoGradMode noGrad = new NoGradGuard()) {
                Tensor dyT = gradients.get(0).t(); // [out, n]
                weightPlace.write(this, (place, fresh) -> {
                    if (fresh) {
                        torch.mm_out(place, dyT, x);
                    } else {
                        place.addmm_(dyT, x);
                    }
                });
                biasPlace.write(this, (place, fresh) -> {
                    Tensor sum = dyT.sum(SAMPLES);
                    if (fresh) {
                        place.copy_(sum);
                    } else {
                        place.add_(sum);
                    }
                });
                // The one vector there is: what another one held would not be free before the caller's scope closes.
                return gradients.put(
                        0, inputs.requires_grad() ? weight.t().mm(dyT).t() : new Tensor());
            }
        }
    }
}
