package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataSourceTest {

    private static final Source TEN = task -> data(10, 1, List.of("a", "b"));

    @Test
    void everySampleIsInExactlyOnePart() {
        DataSplit split = new DataSource(new DigitsData(), null, null, 0.2, 0.1).open(42);

        assertThat(split.test().size()).isEqualTo(359);
        assertThat(split.validation().size()).isEqualTo(180);
        assertThat(split.train().size()).isEqualTo(1258);
        assertThat(IntStream.of(split.train().numbers())).isSorted();
        IntStream all = IntStream.concat(
                IntStream.of(split.train().numbers()),
                IntStream.concat(
                        IntStream.of(split.validation().numbers()),
                        IntStream.of(split.test().numbers())));
        assertThat(all.sorted())
                .containsExactly(IntStream.range(0, 1797).boxed().toArray(Integer[]::new));
    }

    @Test
    void theSeedAloneDecidesTheDraw() {
        DataSource source = new DataSource(TEN, null, null, 0.3, 0.2);

        assertThat(source.open(42).test().numbers())
                .containsExactly(source.open(42).test().numbers());
        assertThat(source.open(42).test().numbers())
                .isNotEqualTo(source.open(43).test().numbers());
    }

    /** The numbers were made by a Python program from the text of {@link java.util.Random}'s specification. */
    @Test
    void theDrawStaysTheSameFromVersionToVersion() {
        assertThat(Permutation.of(10, 42)).containsExactly(4, 6, 2, 1, 7, 9, 8, 5, 3, 0);
    }

    @Test
    void aShareTakesAtLeastOneSample() {
        DataSplit split = new DataSource(TEN, null, null, 0.01, 0).open(1);

        assertThat(split.test().size()).isEqualTo(1);
        assertThat(split.validation().size()).isZero();
        assertThat(split.train().size()).isEqualTo(9);
    }

    @Test
    void testDataOfItsOwnLeavesTheRestToTraining() {
        DataSource source = new DataSource(TEN, task -> data(4, 1, List.of("a")), null, 0, 0.2);

        DataSplit split = source.open(1);

        assertThat(split.train().size()).isEqualTo(8);
        assertThat(split.validation().size()).isEqualTo(2);
        assertThat(split.test().size()).isEqualTo(4);
        assertThat(split.test().data()).isNotSameAs(split.train().data());
        assertThat(split.spec().classes()).containsExactly("a", "b");
    }

    @Test
    void rejectsTestDataOfAnotherKind() {
        assertMismatch(data(4, 2, List.of("a", "b")), "shape [2]");
        assertMismatch(data(4, 1, List.of("a", "b", "c")), "[a, b, c]");
        assertMismatch(data(4, 1, List.of("b", "a")), "[b, a]");
        assertMismatch(
                new ArrayData(new DataSpec(List.of(1L), Task.REGRESSION, List.of()), new float[1], new float[1]),
                "regression");
    }

    @Test
    void rejectsSharesThatLeaveNothingToTrainOn() {
        Source two = task -> data(2, 1, List.of("a"));

        assertThatThrownBy(() -> new DataSource(two, null, null, 0.1, 0.1).open(1))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-too-small"))
                .hasMessageContaining("2 samples");
    }

    private static void assertMismatch(IndexedData test, String value) {
        assertThatThrownBy(() -> new DataSource(TEN, task -> test, null, 0, 0).open(1))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-mismatch"))
                .hasMessageContaining("data.test")
                .hasMessageContaining(value);
    }

    private static ArrayData data(int samples, long features, List<String> classes) {
        return new ArrayData(
                new DataSpec(List.of(features), Task.CLASSIFICATION, classes),
                new float[(int) (samples * features)],
                new float[samples]);
    }
}
