package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0.98333, 0.9833",
        "0, 0.0000",
        "0.0000123, 1.230e-05",
        "1234567, 1.235e+06",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void showsScoresWithFourDigits(double value, String shown) {
        assertThat(Numbers.score(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"10408.4, '10,408'", "3, 3", "3.14, 3.1", "0.5, 0.5"})
    void groupsCounts(double value, String shown) {
        assertThat(Numbers.count(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0.4, 0.4 s", "119, 119.0 s", "120, 2:00", "3725, 1:02:05"})
    void showsSpansOfTime(double seconds, String shown) {
        assertThat(Numbers.span(seconds)).isEqualTo(shown);
    }
}
