package io.cohort.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    private static final DurationRule DURATION = new DurationRule(Duration.ofSeconds(7));
    private static final BytesRule BYTES = new BytesRule(65_536);

    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "5m, 300000", "1h, 3600000", "1.5h, 5400000", "0s, 0", "2 m, 120000"})
    void readsSpansOfTime(String written, long millis) {
        assertThat(DURATION.read(written).value()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "5", "-5s", "5d", "5 minutes", "1e3s", "99999999999999999h", "NaNs", "1.s"})
    void refusesWhatIsNoSpanOfTime(String written) {
        Outcome<Duration> outcome = DURATION.read(written);

        assertThat(outcome.value()).isNull();
        assertThat(DURATION.read(outcome.better()).value()).isNotNull();
    }

    @Property(seed = "11", tries = 500)
    void showsASpanThatReadsBack(@ForAll @LongRange(min = 0, max = 1L << 41) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(DURATION.read(DurationRule.show(duration)).value()).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"0ms, 0ms", "60s, 1m", "90s, 90s", "3600s, 1h", "1500ms, 1500ms", "7200000ms, 2h"})
    void showsASpanInItsLargestUnit(String written, String shown) {
        assertThat(DurationRule.show(DURATION.read(written).value())).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "1_000, 1000",
        "12B, 12",
        "64KB, 65536",
        "64kb, 65536",
        "1MB, 1048576",
        "1.5GB, 1610612736",
        "2 TB, 2199023255552",
        "0.3KB, 307",
    })
    void readsSizes(String written, long bytes) {
        assertThat(BYTES.read(written).value()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KB", "-1", "1.5", "1.5B", "5PB", "1e3", "99999999999999999999", "9999999999TB", "x"})
    void refusesWhatIsNoSize(String written) {
        Outcome<Long> outcome = BYTES.read(written);

        assertThat(outcome.value()).isNull();
        assertThat(BYTES.read(outcome.better()).value()).isNotNull();
    }

    @Property(seed = "12", tries = 500)
    void showsASizeThatReadsBack(@ForAll @LongRange(min = 0, max = 1L << 20) long number, @ForAll("shifts") int shift) {
        assertThat(BYTES.read(BytesRule.show(number << shift)).value()).isEqualTo(number << shift);
    }

    @Provide
    Arbitrary<Integer> shifts() {
        return Arbitraries.of(0, 1, 10, 15, 20, 30, 40);
    }
}
