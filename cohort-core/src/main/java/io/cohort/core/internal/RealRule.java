package io.cohort.core.internal;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A finite number in a range. A bound just beside a whole number is an open end: {@code Double.MIN_VALUE} means more than 0,
 * {@code Math.nextDown(1.0)} less than 1.
 *
 * @param fallback what to propose where no better number is near; {@code null} for the end of the range nearest to one
 */
record RealRule(double min, double max, @Nullable Double fallback) implements Rule<Double> {

    @Override
    public Outcome<Double> read(String written) {
        BigDecimal number = Numbers.parse(written);
        double value = number == null ? Double.NaN : number.doubleValue();
        if (!Double.isFinite(value)) {
            return Outcome.refused("must be a finite number" + range(", "), Numbers.show(other()));
        }
        if (value >= min && value <= max) {
            return Outcome.of(value + 0.0);
        }
        return Outcome.refused("must be" + range(" "), Numbers.show(better(value)));
    }

    private double better(double value) {
        if (value < min) {
            return open(min) ? other() : min;
        }
        return open(max) ? other() : max;
    }

    private double other() {
        if (fallback != null && fallback >= min && fallback <= max) {
            return fallback;
        }
        if (1 >= min && 1 <= max) {
            return 1;
        }
        return Double.isInfinite(min) ? max : Double.isInfinite(max) ? min : min + (max - min) / 2;
    }

    private String range(String before) {
        boolean below = !Double.isInfinite(min) && min != -Double.MAX_VALUE;
        boolean above = !Double.isInfinite(max) && max != Double.MAX_VALUE;
        if (!below && !above) {
            return "";
        }
        if (below && above && !open(min) && !open(max)) {
            return before + "between " + Numbers.show(min) + " and " + Numbers.show(max);
        }
        String low = below ? (open(min) ? "more than " : "at least ") + Numbers.show(closed(min)) : "";
        String high = above ? (open(max) ? "less than " : "at most ") + Numbers.show(closed(max)) : "";
        return before + low + (below && above ? " and " : "") + high;
    }

    /** The whole number that a bound stands right beside; the bound itself otherwise. */
    private static double closed(double bound) {
        double whole = Math.rint(bound);
        boolean beside = bound != whole && (Math.nextUp(bound) == whole || Math.nextDown(bound) == whole);
        return beside ? whole + 0.0 : bound;
    }

    private static boolean open(double bound) {
        return closed(bound) != bound;
    }
}
