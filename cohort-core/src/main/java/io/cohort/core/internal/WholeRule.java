package io.cohort.core.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A whole number in a range.
 *
 * @param fallback what to propose where no better number is near; {@code null} for the number of the range nearest to one
 */
record WholeRule(long min, long max, @Nullable Long fallback) implements Rule<Long> {

    @Override
    public Outcome<Long> read(String written) {
        BigDecimal number = Numbers.parse(written);
        if (number == null) {
            long other = fallback == null ? clamp(BigDecimal.ONE) : fallback;
            return Outcome.refused("must be a whole number, " + range(), Long.toString(other));
        }
        long near = clamp(number);
        if (!Numbers.isWhole(written)) {
            return Outcome.refused("must be a whole number, " + range(), Long.toString(near));
        }
        if (number.compareTo(BigDecimal.valueOf(near)) == 0) {
            return Outcome.of(near);
        }
        String rule = Numbers.fitsLong(number) ? range() : "between " + min + " and " + max;
        return Outcome.refused("must be " + rule, Long.toString(near));
    }

    private long clamp(BigDecimal number) {
        if (number.compareTo(BigDecimal.valueOf(min)) <= 0) {
            return min;
        }
        if (number.compareTo(BigDecimal.valueOf(max)) >= 0) {
            return max;
        }
        return number.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    private String range() {
        boolean below = min != Long.MIN_VALUE;
        boolean above = max != Long.MAX_VALUE;
        if (below && !above) {
            return "at least " + min;
        }
        return above && !below ? "at most " + max : "between " + min + " and " + max;
    }
}
