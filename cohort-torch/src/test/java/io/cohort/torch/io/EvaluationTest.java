package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohort.torch.data.ArrayData;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final DataSpec SPEC = new DataSpec(List.of(1L), Task.CLASSIFICATION, List.of("a", "b"));

    private final ArrayData data = new ArrayData(SPEC, new float[3], new float[] {0, 1, 1});

    @Test
    void measuresProbabilities() {
        Predictor predictor = new FixedPredictor(SPEC, new double[][] {{0.8, 0.2}, {0.6, 0.4}, {0.1, 0.9}});

        Map<String, Object> figures = Evaluation.of(predictor, Samples.all(data));

        assertThat((double) figures.get("loss"))
                .isCloseTo(-(Math.log(0.8) + Math.log(0.4) + Math.log(0.9)) / 3, within(1e-15));
        assertThat((double) figures.get("accuracy")).isCloseTo(2.0 / 3, within(1e-15));
        assertThat((double) figures.get("precision")).isCloseTo((0.5 + 1) / 2, within(1e-15));
        assertThat((double) figures.get("recall")).isCloseTo((1 + 0.5) / 2, within(1e-15));
        assertThat((double) figures.get("f1")).isCloseTo(2.0 / 3, within(1e-15));
    }

    @Test
    void onlyTheGivenSamplesCount() {
        Predictor predictor = new FixedPredictor(SPEC, new double[][] {{0.8, 0.2}, {0.6, 0.4}, {0.1, 0.9}});

        Map<String, Object> figures = Evaluation.of(predictor, new Samples(data, new int[] {0, 2}));

        assertThat(figures).containsEntry("accuracy", 1.0).containsEntry("samples", 2);
    }

    @Test
    void aProbabilityOfZeroIsALargeLossAndNotAnInfiniteOne() {
        Predictor predictor = new FixedPredictor(SPEC, new double[][] {{0, 1}, {1, 0}, {1, 0}});

        assertThat((double) Evaluation.of(predictor, Samples.all(data)).get("loss"))
                .isCloseTo(-Math.log(Double.MIN_VALUE), within(1e-9));
    }

    @Test
    void givesZerosWithoutSamples() {
        Map<String, Object> figures =
                Evaluation.of(new FixedPredictor(SPEC, new double[0][]), new Samples(data, new int[0]));

        assertThat(figures)
                .containsEntry("loss", 0.0)
                .containsEntry("accuracy", 0.0)
                .containsEntry("samples", 0);
    }

    @Test
    void dataMayKnowFewerClassesThanTheModel() {
        DataSpec three = new DataSpec(List.of(1L), Task.CLASSIFICATION, List.of("a", "b", "c"));
        Predictor predictor = new FixedPredictor(three, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}});

        assertThat(Evaluation.of(predictor, Samples.all(data))).containsEntry("accuracy", 1.0);
    }
}
