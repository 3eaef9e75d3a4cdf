package io.cohort.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohort.torch.internal.ArrayTensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {

    private static final double[] SCORES = {1, 2, 0.5, -1, 0, 3, 2, 2, 2, 0, 0, 1};
    private static final long[] TARGETS = {1, 2, 0, 1};

    private static final Loss LOSS = CrossEntropy::sum;

    @Test
    void addsUpOverSamples() {
        try (PointerScope scope = new PointerScope()) {
            Tensor sum = LOSS.sum(ArrayTensors.of(SCORES, 4, 3), ArrayTensors.of(TARGETS, 4));

            assertThat(sum.item_double()).isCloseTo(sumByHand(), within(1e-12));
        }
    }

    @Test
    void countsASequenceAsTheMeanOverItsPlaces() {
        try (PointerScope scope = new PointerScope()) {
            Tensor sum = LOSS.sum(ArrayTensors.of(SCORES, 2, 2, 3), ArrayTensors.of(TARGETS, 2, 2));

            assertThat(sum.item_double()).isCloseTo(sumByHand() / 2, within(1e-12));
        }
    }

    private static double sumByHand() {
        double sum = 0;
        for (int i = 0; i < TARGETS.length; i++) {
            double all = Math.exp(SCORES[3 * i]) + Math.exp(SCORES[3 * i + 1]) + Math.exp(SCORES[3 * i + 2]);
            sum += Math.log(all) - SCORES[3 * i + (int) TARGETS[i]];
        }
        return sum;
    }
}
