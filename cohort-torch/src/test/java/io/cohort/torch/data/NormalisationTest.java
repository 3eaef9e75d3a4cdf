package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohort.torch.internal.ArrayTensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class NormalisationTest {

    @Test
    void vectorsAreNormalisedFeatureByFeature() {
        DataSpec spec = new DataSpec(List.of(2L), Task.REGRESSION, List.of());
        ArrayData data = new ArrayData(spec, new float[] {1, 10, 3, 10, 5, 10}, new float[3]);

        Normalisation learned = Normalisation.of(Samples.all(data));

        assertThat(learned.mean()).containsExactly(3.0, 10.0);
        assertThat(learned.deviation().get(0)).isCloseTo(Math.sqrt(8.0 / 3), within(1e-15));
        assertThat(learned.deviation().get(1)).as("a constant feature").isEqualTo(1.0);
    }

    @Test
    void imagesAreNormalisedChannelByChannel() {
        DataSpec spec = new DataSpec(List.of(2L, 1L, 2L), Task.REGRESSION, List.of());
        ArrayData data = new ArrayData(spec, new float[] {0, 2, 5, 5, 4, 6, 5, 7}, new float[2]);

        Normalisation learned = Normalisation.of(Samples.all(data));

        assertThat(learned.mean()).containsExactly(3.0, 5.5);
        assertThat(learned.deviation()).containsExactly(Math.sqrt(5), Math.sqrt(0.75));
    }

    @Test
    void onlyTheGivenSamplesCount() {
        IndexedData iris = new IrisData().open(null);
        int[] setosa = new int[50];
        for (int i = 0; i < 50; i++) {
            setosa[i] = i;
        }

        Normalisation learned = Normalisation.of(new Samples(iris, setosa));

        assertThat(learned.mean().get(0)).isCloseTo(5.006, within(1e-6));
        assertThat(learned).isNotEqualTo(Normalisation.of(Samples.all(iris)));
    }

    @Test
    void normalisedTrainingDataHasMeanZeroAndDeviationOne() {
        IndexedData digits = new DigitsData().open(null);
        Samples all = Samples.all(digits);
        try (PointerScope scope = new PointerScope()) {
            Tensor normal =
                    Normalisation.of(all).apply(digits.batch(all.numbers()).inputs());

            assertThat(normal.shape()).containsExactly(1797, 1, 8, 8);
            double[] values = ArrayTensors.doubles(normal);
            double mean = 0;
            double square = 0;
            for (double value : values) {
                mean += value / values.length;
                square += value * value / values.length;
            }
            assertThat(mean).isCloseTo(0, within(1e-6));
            assertThat(square).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void keepsTheTypeOfTheInputs() {
        Normalisation normalisation = new Normalisation(List.of(1.0), List.of(2.0));
        try (PointerScope scope = new PointerScope()) {
            Tensor doubles = normalisation.apply(ArrayTensors.of(new double[] {1, 4}, 2, 1));

            assertThat(doubles.scalar_type().intern()).isEqualTo(ScalarType.Double);
            assertThat(ArrayTensors.doubles(doubles)).containsExactly(0, 1.5);
        }
    }

    @Test
    void aBatchOfNothingStaysEmpty() {
        try (PointerScope scope = new PointerScope()) {
            assertThat(new Normalisation(List.of(1.0), List.of(2.0))
                            .apply(ArrayTensors.of(new float[0], 0, 1, 8, 8))
                            .shape())
                    .containsExactly(0, 1, 8, 8);
        }
    }

    @Test
    void rejectsADeviationThatCannotDivide() {
        assertThatThrownBy(() -> new Normalisation(List.of(0.0), List.of(0.0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Normalisation(List.of(Double.NaN), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Normalisation(List.of(0.0, 1.0), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
