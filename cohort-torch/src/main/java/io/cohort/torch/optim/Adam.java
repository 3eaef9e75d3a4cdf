package io.cohort.torch.optim;

import java.util.List;
import org.bytedeco.pytorch.Scalar;

/**
 * Adam, with weight decay either in the gradient (an L2 penalty) or apart from it (AdamW): {@code m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²;
 * p −= lr · (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)}; AdamW first takes {@code lr·weightDecay·p} off the parameters.
 *
 * <p>Sources: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1; Loshchilov and Hutter, "Decoupled weight decay
 * regularization", ICLR 2019, algorithm 2.
 *
 * @param moments the running means
 * @param weightDecay 0 for none
 * @param decoupled whether the decay stands apart from the gradient
 */
record Adam(Moments moments, double weightDecay, boolean decoupled) implements Optimizer {

    @Override
    public List<String> stateNames() {
        return Moments.STATE_NAMES;
    }

    @Override
    public void step(FlatRange range, double learningRate, long step) {
        if (weightDecay != 0 && decoupled) {
            range.parameters().mul_(new Scalar(1 - learningRate * weightDecay));
        } else if (weightDecay != 0) {
            range.gradients().add_(range.parameters(), new Scalar(weightDecay));
        }
        moments.update(range);
        range.parameters()
                .addcdiv_(
                        moments.first(range),
                        moments.divisor(range, step),
                        new Scalar(-learningRate / moments.firstCorrection(step)));
    }
}
