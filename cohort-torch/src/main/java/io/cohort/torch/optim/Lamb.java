package io.cohort.torch.optim;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * LAMB, for large batches: Adam's step, made as long for each parameter as that parameter is: {@code u = (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε) + weightDecay·p;
 * p −= lr · (‖p‖/‖u‖) · u}. Where either norm is 0 their quotient counts as 1.
 *
 * <p>Source: You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", ICLR 2020, algorithm 2, with φ(z) = z.
 *
 * @param moments the running means
 * @param weightDecay 0 for none
 */
record Lamb(Moments moments, double weightDecay) implements Optimizer {

    @Override
    public List<String> stateNames() {
        return Moments.STATE_NAMES;
    }

    @Override
    public boolean needsWholeParameters() {
        return true;
    }

    @Override
    public void step(FlatRange range, double learningRate, long step) {
        moments.update(range);
        Tensor direction = moments.first(range)
                .div(new Scalar(moments.firstCorrection(step)))
                .div_(moments.divisor(range, step));
        if (weightDecay != 0) {
            direction.add_(range.parameters(), new Scalar(weightDecay));
        }
        for (Segment segment : range.segments()) {
            Tensor part = segment.of(direction);
            part.mul_(trust(segment.of(range.parameters()).norm(), part.norm()));
        }
        range.parameters().add_(direction, new Scalar(-learningRate));
    }

    /** Two norms' quotient; 1 where one of them is 0. */
    private static Tensor trust(Tensor parameters, Tensor direction) {
        Tensor quotient = parameters.div(direction);
        Tensor usable = parameters.gt(new Scalar(0.0)).logical_and(direction.gt(new Scalar(0.0)));
        return torch.where(usable, quotient, torch.ones_like(quotient));
    }
}
