package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPicturesTest {

    private static final Look UNICODE = new Look(false, true);

    private static Series series(double... values) {
        Series series = new Series(64);
        IntStream.range(0, values.length).forEach(i -> series.add(10 * (i + 1), values[i]));
        return series;
    }

    @Test
    void drawsACurveWithItsBounds() {
        assertThat(TextCurve.lines(series(8, 6, 4, 2, 1), 20, 2, UNICODE))
                .containsExactly(
                        "    8.0000 │█▆▄▁", //
                        "    1.0000 │████▇▃▂▁", //
                        "            10 50 steps");
    }

    @Test
    void drawsTheSameInAscii() {
        List<String> lines = TextCurve.lines(series(8, 6, 4, 2, 1), 60, 4, Look.PLAIN);

        assertThat(lines).hasSize(5).allMatch(line -> line.chars().allMatch(c -> c < 128) && line.length() <= 60);
        assertThat(lines.get(0)).startsWith("    8.0000 |#");
        assertThat(lines.get(4)).endsWith(" 50 steps").hasSize(60);
    }

    @Test
    void showsAPeakOfOnePoint() {
        assertThat(TextCurve.lines(series(1, 1, 9, 1, 1, 1, 1), 40, 3, Look.PLAIN)
                        .get(0))
                .startsWith("    9.0000 |");
    }

    @Test
    void drawsAFlatCurveInTheMiddle() {
        assertThat(TextCurve.lines(series(3, 3, 3), 20, 2, UNICODE).get(1)).isEqualTo("    3.0000 │████████");
    }

    @Test
    void drawsASparkFromZero() {
        assertThat(TextCurve.spark(series(100, 50, 100, 0), 20, UNICODE)).isEqualTo("█▅█▁");
        assertThat(TextCurve.spark(series(), 20, UNICODE)).isEmpty();
        assertThat(TextCurve.spark(series(5), 20, UNICODE)).isEqualTo("█");
    }

    private static ConfusionCounts pets() {
        return new ConfusionCounts(List.of("cat", "dog"), List.of(List.of(41L, 2L), List.of(0L, 7L)));
    }

    @Test
    void drawsTheConfusionMatrix() {
        assertThat(TextConfusion.lines(pets(), 60, Look.PLAIN))
                .containsExactly(
                        "       cat  dog", //
                        "  cat   41    2", //
                        "  dog    .    7", //
                        "  mistaken most often: cat for dog (2)");
    }

    @Test
    void listsTheMistakesAloneWhereTheMatrixIsTooWide() {
        assertThat(TextConfusion.lines(pets(), 14, Look.PLAIN))
                .containsExactly("  mistaken most often: cat for dog (2)");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void showsARealRunWithinTheTerminal(int width) {
        List<String> lines = RunPicture.lines(Stories.history(Stories.digits()), width, Look.PLAIN);

        assertThat(String.join("\n", lines))
                .contains("loss of the batches", "loss, held out", "accuracy, held out", "mistaken most often: ");
        assertThat(lines).filteredOn(line -> line.contains("|")).allMatch(line -> line.length() < width);
    }

    @Test
    void showsNothingOfARunThatToldNothing() {
        assertThat(RunPicture.lines(new RunHistory(), 80, UNICODE)).isEmpty();
    }
}
