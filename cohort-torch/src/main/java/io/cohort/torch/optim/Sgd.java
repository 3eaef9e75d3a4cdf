package io.cohort.torch.optim;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Stochastic gradient descent with momentum, Nesterov's form of it, and weight decay, in PyTorch's convention:
 * {@code d = g + weightDecay·p; m = momentum·m + d; p −= lr·(nesterov ? d + momentum·m : m)}.
 *
 * <p>Source: Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning", ICML 2013; the learning rate
 * stands outside the momentum, as in PyTorch.
 *
 * @param momentum 0 for none
 * @param nesterov needs momentum
 * @param weightDecay an L2 penalty, added to the gradient
 */
public record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {

    @Override
    public List<String> stateNames() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public void step(FlatRange range, double learningRate, long step) {
        Tensor direction = range.gradients();
        if (weightDecay != 0) {
            direction.add_(range.parameters(), new Scalar(weightDecay));
        }
        if (momentum != 0) {
            Tensor velocity = range.state().get(0);
            torch.add_out(velocity, direction, velocity, new Scalar(momentum)); // in one pass over memory
            if (nesterov) {
                direction.add_(velocity, new Scalar(momentum));
            } else {
                direction = velocity;
            }
        }
        range.parameters().add_(direction, new Scalar(-learningRate));
    }
}
