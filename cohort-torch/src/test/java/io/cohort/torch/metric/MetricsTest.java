package io.cohort.torch.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import io.cohort.torch.data.ArrayData;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

    private static final DataSpec THREE = new DataSpec(List.of(1L), Task.CLASSIFICATION, List.of("a", "b", "c"));
    private static final DataSpec VALUES = new DataSpec(List.of(1L), Task.REGRESSION, List.of());

    private static Metrics metrics(Object... keysAndValues) {
        return Sections.read(
                new MetricsSection(),
                keysAndValues.length == 2
                        ? Map.of((String) keysAndValues[0], keysAndValues[1])
                        : Map.of(
                                (String) keysAndValues[0],
                                keysAndValues[1],
                                (String) keysAndValues[2],
                                keysAndValues[3]),
                "metrics");
    }

    private static Scores scores(DataSpec spec, Metrics metrics, float... targets) {
        return Scores.of(Samples.all(new ArrayData(spec, new float[targets.length], targets)), spec, metrics);
    }

    /** The mean probability of the right class, and how many samples there were. */
    public static final class MeanProbability implements Metric {
        @Override
        public String name() {
            return "meanProbability";
        }

        @Override
        public int sums() {
            return 2;
        }

        @Override
        public void add(double target, double[] outputs, double[] sums) {
            sums[0]++;
            sums[1] += outputs[(int) target];
        }

        @Override
        public double figure(double[] sums) {
            return sums[1] / sums[0];
        }
    }

    /** The mean distance of a value. */
    public static final class Distance implements Metric {
        @Override
        public String name() {
            return "distance";
        }

        @Override
        public int sums() {
            return 2;
        }

        @Override
        public void add(double target, double[] outputs, double[] sums) {
            sums[0]++;
            sums[1] += Math.abs(target - outputs[0]);
        }

        @Override
        public double figure(double[] sums) {
            return sums[1] / sums[0];
        }
    }

    /** Takes a name that is taken. */
    public static final class Impostor implements Metric {
        @Override
        public String name() {
            return "accuracy";
        }

        @Override
        public int sums() {
            return 0;
        }

        @Override
        public void add(double target, double[] outputs, double[] sums) {}

        @Override
        public double figure(double[] sums) {
            return 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void givesTheTopAccuracyOfScikitLearn(int k) throws IOException {
        JsonNode fixture;
        try (var file = MetricsTest.class.getResourceAsStream("/fixtures/class-weights.json")) {
            fixture = new ObjectMapper().readTree(file);
        }
        int classes = fixture.get("classes").asInt();
        long[] targets = IntStream.range(0, fixture.get("targets").size())
                .mapToLong(i -> fixture.get("targets").get(i).asLong())
                .toArray();
        double[] rows = IntStream.range(0, fixture.get("scores").size())
                .mapToDouble(i -> fixture.get("scores").get(i).asDouble())
                .toArray();
        DataSpec spec = new DataSpec(
                List.of(1L),
                Task.CLASSIFICATION,
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
        Scores scores = scores(spec, metrics("topK", k), 0);
        try (PointerScope scope = new PointerScope()) {
            scores.add(ArrayTensors.of(rows, targets.length, classes), ArrayTensors.of(targets, targets.length), 0);
        }

        assertThat((Double) scores.figures().get("top" + k + "Accuracy"))
                .isCloseTo(fixture.get("top").get(Integer.toString(k)).asDouble(), within(1e-12));
    }

    @Test
    void takesTheFirstOfEquallyProbableClasses() {
        Scores scores = scores(THREE, metrics("topK", 2), 0);
        scores.add(2, new double[] {0.4, 0.3, 0.3}, 0);
        scores.add(1, new double[] {0.4, 0.3, 0.3}, 0);
        scores.add(1, new double[] {Double.NaN, Double.NaN, Double.NaN}, 0);

        assertThat(scores.figures()).containsEntry("top2Accuracy", 1 / 3.0);
    }

    @Test
    void showsAMetricProbabilitiesWhereverTheOutputsComeFrom() {
        Metrics metrics = metrics("class", MeanProbability.class.getName());
        Scores fromScores = scores(THREE, metrics, 0);
        try (PointerScope scope = new PointerScope()) {
            fromScores.add(
                    ArrayTensors.of(new double[] {Math.log(2), Math.log(5), Math.log(3)}, 1, 3),
                    ArrayTensors.of(new long[] {1}, 1),
                    0);
        }
        Scores fromProbabilities = scores(THREE, metrics, 0);
        fromProbabilities.add(1, new double[] {0.2, 0.5, 0.3}, 0);

        assertThat((Double) fromScores.figures().get("meanProbability")).isCloseTo(0.5, within(1e-12));
        assertThat(fromProbabilities.figures()).containsEntry("meanProbability", 0.5);
    }

    @Test
    void countsEachTokenOfASequence() {
        DataSpec text = new DataSpec(List.of(2L), Task.LANGUAGE, List.of("a", "b"));
        Scores scores = Scores.of(
                Samples.all(new ArrayData(THREE, new float[1], new float[1])),
                text,
                metrics("class", MeanProbability.class.getName()));
        try (PointerScope scope = new PointerScope()) {
            double three = Math.log(3);
            scores.add(
                    ArrayTensors.of(new double[] {0, three, 0, three, three, 0, 0, 0}, 2, 2, 2),
                    ArrayTensors.of(new long[] {1, 0, 1, 1}, 2, 2),
                    0);
        }

        assertThat((Double) scores.figures().get("meanProbability"))
                .isCloseTo((0.75 + 0.25 + 0.25 + 0.5) / 4, within(1e-12));
    }

    @Test
    void addsUpOverWorkers() {
        Metrics metrics = metrics("topK", 2, "class", List.of(MeanProbability.class.getName()));
        double[] some = scores(THREE, metrics, 0).toArray();
        double[][] answers = {{0.5, 0.2, 0.3}, {0.1, 0.7, 0.2}, {0.1, 0.2, 0.7}};
        for (int target = 0; target < answers.length; target++) {
            Scores worker = scores(THREE, metrics, 0);
            worker.add(0, answers[target], 1.5);
            double[] sums = worker.toArray();
            for (int i = 0; i < some.length; i++) {
                some[i] += sums[i];
            }
        }

        Map<String, Object> figures = scores(THREE, metrics, 0).replacedBy(some).figures();

        assertThat(figures).containsEntry("top2Accuracy", 1 / 3.0).containsEntry("loss", 1.5);
        assertThat((Double) figures.get("meanProbability")).isCloseTo(0.7 / 3, within(1e-12));
    }

    @Test
    void measuresValuesToo() {
        Scores scores = scores(VALUES, metrics("class", Distance.class.getName()), 1);
        try (PointerScope scope = new PointerScope()) {
            scores.add(ArrayTensors.of(new double[] {1.5, -2}, 2, 1), ArrayTensors.of(new double[] {1, 2}, 2), 0);
        }

        assertThat(scores.figures()).containsEntry("distance", 2.25);
    }

    @Test
    void dividesTheLossByWhatTheSamplesCountFor() {
        Scores scores = scores(THREE, Metrics.NONE, 0);
        try (PointerScope scope = new PointerScope()) {
            scores.add(ArrayTensors.of(new double[6], 2, 3), ArrayTensors.of(new long[] {0, 1}, 2), 6, 4);
        }

        assertThat(scores.figures()).containsEntry("loss", 1.5);
        assertThat(scores.replacedBy(scores.toArray()).figures()).containsEntry("loss", 1.5);
    }

    @Test
    void isZeroWithoutSamples() {
        assertThat(scores(THREE, metrics("topK", 2), 0).figures()).containsEntry("top2Accuracy", 0.0);
    }

    @Test
    void refusesANameThatIsTakenAndAClassThatIsNoMetric() {
        String distance = Distance.class.getName();
        assertThatThrownBy(() -> metrics("class", Impostor.class.getName()))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("calls its figure accuracy");
        assertThatThrownBy(() -> metrics("class", List.of(distance, distance)))
                .hasMessageContaining("calls its figure distance");
        assertThatThrownBy(() -> metrics("class", "java.lang.String")).hasMessageContaining(Metric.class.getName());
        assertThatThrownBy(() -> metrics("class", "com.acme.None")).hasMessageContaining("class path");
    }

    @Test
    void refusesAKThatMakesEveryAnswerRight() {
        metrics("topK", 2).check(THREE);
        assertThatThrownBy(() -> metrics("topK", 3).check(THREE))
                .isInstanceOfSatisfying(
                        UserMistake.class, mistake -> assertThat(mistake.kind()).isEqualTo("top-k"))
                .hasMessageContaining("Write metrics.topK: 2");
        assertThatThrownBy(() -> metrics("topK", 1).check(VALUES)).hasMessageContaining("regression");
    }
}
