package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SeriesTest {

    @Property(seed = "7", tries = 200)
    void neverKeepsMorePointsThanItMayAndLosesNoValue(@ForAll @IntRange(min = 1, max = 3_000) int values) {
        Series series = new Series(16);
        IntStream.rangeClosed(1, values).forEach(i -> series.add(i, 2.0 * i));

        assertThat(series.size()).isBetween(1, 16);
        for (int i = 0; i < series.size(); i++) {
            // The means of a straight line lie on it.
            assertThat(series.y(i)).isCloseTo(2 * series.x(i), within(1e-9 * values));
            assertThat(series.x(i)).isGreaterThan(i == 0 ? 0 : series.x(i - 1));
        }
        assertThat(series.last()).isEqualTo(2.0 * values);
        assertThat(series.most()).isEqualTo(2.0 * values);
    }

    @Example
    void keepsEveryValueWhileThereIsRoom() {
        Series series = new Series(4);
        series.add(10, 1);
        series.add(20, 5);
        series.add(30, 3);

        assertThat(series.size()).isEqualTo(3);
        assertThat(series.x(1)).isEqualTo(20);
        assertThat(series.y(1)).isEqualTo(5);
        assertThat(series.most()).isEqualTo(5);
    }

    @Example
    void forgetsWhatLayBeyondACheckpointThatWasGoneBackTo() {
        Series series = new Series(64);
        IntStream.rangeClosed(1, 50).forEach(i -> series.add(i, i));
        IntStream.rangeClosed(31, 40).forEach(i -> series.add(i, -i));

        assertThat(series.size()).isEqualTo(40);
        assertThat(series.y(29)).isEqualTo(30);
        assertThat(series.y(30)).isEqualTo(-31);
        assertThat(series.last()).isEqualTo(-40);
    }

    @Example
    void forgetsInAThinnedSeriesToo() {
        Series series = new Series(8);
        IntStream.rangeClosed(1, 1_000).forEach(i -> series.add(i, 1));
        series.add(500, 2);

        assertThat(series.x(series.size() - 1)).isEqualTo(500);
        assertThat(series.y(series.size() - 1)).isEqualTo(2);
        assertThat(series.x(series.size() - 2)).isLessThan(500);
    }

    @Example
    void leavesOutWhatIsNoNumber() {
        Series series = new Series(4);
        series.add(1, Double.NaN);
        series.add(2, Double.POSITIVE_INFINITY);
        series.add(Double.NaN, 1);

        assertThat(series.isEmpty()).isTrue();
        assertThat(series.last()).isNaN();
    }
}
