package io.cohort.observe.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class AxisTest {

    @Property(seed = "11", tries = 500)
    void holdsItsValuesAndSomeMarks(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double one,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double other) {
        Axis axis = Axis.up(Math.min(one, other), Math.max(one, other), false);

        assertThat(axis.at(one)).isBetween(0.0, 1.0);
        assertThat(axis.at(other)).isBetween(0.0, 1.0);
        assertThat(axis.marks()).hasSizeBetween(1, 13).allSatisfy(mark -> assertThat(axis.at(mark))
                .isBetween(-1e-9, 1 + 1e-9));
    }

    @Example
    void marksRoundValues() {
        Axis axis = Axis.up(0.91, 0.985, false);

        assertThat(axis.marks()).extracting(axis::label).containsExactly("0.92", "0.94", "0.96", "0.98");
    }

    @Example
    void marksPowersOfTenWhereValuesLieFarApart() {
        Axis axis = Axis.up(5e-4, 2.3, false);

        assertThat(axis.logarithmic()).isTrue();
        assertThat(axis.marks()).extracting(axis::label).containsExactly("0.001", "0.01", "0.1", "1");
    }

    @Example
    void beginsAtZeroWhereItMust() {
        Axis axis = Axis.up(900, 4_000, true);

        assertThat(axis.from()).isZero();
        assertThat(axis.marks()).extracting(axis::label).containsExactly("0", "1,000", "2,000", "3,000", "4,000");
    }

    @Example
    void bearsASingleValue() {
        assertThat(Axis.up(3, 3, false).at(3)).isEqualTo(0.5);
        assertThat(Axis.up(0, 0, false).at(0)).isEqualTo(0.5);
        assertThat(Axis.across(5, 5).at(5)).isZero();
    }
}
