package io.cohort.torch.loss;

import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Samples;
import io.cohort.torch.internal.ArrayTensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * Cross-entropy in which a sample counts as much as its class does.
 *
 * <p>Legend: w weight of a sample's class, l its cross-entropy. The sum is Σ w·l and the samples count for Σ w, so the mean is Σ w·l / Σ w, that of
 * PyTorch's {@code CrossEntropyLoss(weight=…)}; both sums are over the global batch, so it does not matter how that was cut.
 */
final class WeightedCrossEntropy implements Loss {

    private final ClassWeights wanted;
    private final double[] weights;

    WeightedCrossEntropy(ClassWeights wanted) {
        this(wanted, new double[0]);
    }

    private WeightedCrossEntropy(ClassWeights wanted, double[] weights) {
        this.wanted = wanted;
        this.weights = weights;
    }

    @Override
    public Loss learnedFrom(Samples training) {
        ClassWeights.requireClasses(training.data().spec());
        return new WeightedCrossEntropy(wanted, wanted.of(training));
    }

    @Override
    public Tensor sum(Tensor outputs, Tensor targets) {
        Tensor each = ArrayTensors.of(weights, weights.length).to(outputs.scalar_type());
        return CrossEntropy.sum(outputs, targets, new TensorOptional(each));
    }

    @Override
    public double weight(IndexedData data, int[] samples) {
        double sum = 0;
        for (int sample : samples) {
            sum += weights[(int) data.target(sample)];
        }
        return sum;
    }
}
