package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTest {

    private static final int CONTEXT = 4;
    private static final List<String> BYTES =
            IntStream.range(0, 256).mapToObj(Integer::toString).toList();

    /** Says that after a byte the next one comes, and remembers what it was asked. */
    private record Alphabet(DataSpec spec, List<int[]> asked) implements Predictor {

        static Alphabet of(Task task) {
            return new Alphabet(new DataSpec(List.of((long) CONTEXT), task, BYTES), new ArrayList<>());
        }

        @Override
        public double[] next(int[] tokens) {
            asked.add(tokens);
            double[] probabilities = new double[256];
            probabilities[(tokens[tokens.length - 1] + 1) % 256] = 0.75;
            probabilities['!'] = 0.25;
            return probabilities;
        }

        @Override
        public double[][] predict(IndexedData data, int[] samples) {
            throw new AssertionError("nobody asks about samples");
        }

        @Override
        public void close() {}
    }

    private static String after(Predictor predictor, String prompt, int bytes, Sampling sampling) {
        return new String(
                Generation.after(predictor, prompt.getBytes(StandardCharsets.UTF_8), bytes, sampling),
                StandardCharsets.UTF_8);
    }

    @Test
    void goesOnWithTheMostProbableByteAtTemperatureZero() {
        assertThat(after(Alphabet.of(Task.LANGUAGE), "ab", 5, Sampling.PLAIN.temperature(0)))
                .isEqualTo("cdefg");
    }

    @Test
    void showsTheModelNoMoreThanItsContext() {
        Alphabet model = Alphabet.of(Task.LANGUAGE);
        after(model, "abc", 3, Sampling.PLAIN.temperature(0));

        assertThat(model.asked())
                .containsExactly(
                        new int[] {'a', 'b', 'c'}, new int[] {'a', 'b', 'c', 'd'}, new int[] {'b', 'c', 'd', 'e'});
    }

    @Test
    void beginsALineWithoutAPrompt() {
        Alphabet model = Alphabet.of(Task.LANGUAGE);
        after(model, "", 1, Sampling.PLAIN);

        assertThat(model.asked()).containsExactly(new int[] {'\n'});
    }

    @Test
    void takesBytesAboveTheAsciiOnesAsTheyAre() {
        Alphabet model = Alphabet.of(Task.LANGUAGE);
        after(model, "é", 1, Sampling.PLAIN);

        assertThat(model.asked()).containsExactly(new int[] {0xc3, 0xa9});
    }

    @Test
    void givesTheSameTextForTheSameSeed() {
        Sampling sampling = Sampling.PLAIN.temperature(2);
        String text = after(Alphabet.of(Task.LANGUAGE), "a", 40, sampling);

        assertThat(after(Alphabet.of(Task.LANGUAGE), "a", 40, sampling)).isEqualTo(text);
        assertThat(after(Alphabet.of(Task.LANGUAGE), "a", 40, sampling.seed(7))).isNotEqualTo(text);
    }

    @Test
    void refusesAModelThatIsNotOneOfText() {
        assertThatThrownBy(() -> after(Alphabet.of(Task.CLASSIFICATION), "a", 1, Sampling.PLAIN))
                .isInstanceOfSatisfying(
                        UserMistake.class, mistake -> assertThat(mistake.kind()).isEqualTo("no-text-model"));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5, 0.3, 0.2", "0.5, 0.657894, 0.236842, 0.105263", "2, 0.415474, 0.321825, 0.262768"})
    void drawsInProportionToThePowerOfTheTemperature(double temperature, double a, double b, double c) {
        assertThat(shares(Sampling.PLAIN.temperature(temperature)))
                .containsExactly(new double[] {a, b, c}, within(0.01));
    }

    @Test
    void drawsFromTheTopKAlone() {
        assertThat(shares(Sampling.PLAIN.topK(2))).containsExactly(new double[] {0.625, 0.375, 0}, within(0.01));
        assertThat(shares(Sampling.PLAIN.topK(1))).containsExactly(1, 0, 0);
        assertThat(shares(Sampling.PLAIN.topK(9))).containsExactly(new double[] {0.5, 0.3, 0.2}, within(0.01));
    }

    @Test
    void drawsWithAVeryLowTemperatureWithoutRunningOutOfDigits() {
        assertThat(shares(Sampling.PLAIN.temperature(1e-6))).containsExactly(1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesATemperatureThatIsNone(double temperature) {
        assertThatThrownBy(() -> Sampling.PLAIN.temperature(temperature)).isInstanceOf(IllegalArgumentException.class);
    }

    /** How often each of three tokens is drawn whose probabilities are 0.5, 0.3 and 0.2. */
    private static double[] shares(Sampling sampling) {
        SplittableRandom random = new SplittableRandom(3);
        int draws = 40_000;
        double[] counts = new double[3];
        for (int i = 0; i < draws; i++) {
            counts[sampling.draw(new double[] {0.5, 0.3, 0.2}, random)]++;
        }
        return Arrays.stream(counts).map(count -> count / draws).toArray();
    }
}
