package io.cohort.core.internal;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as people write them: {@code 1_000}, {@code 1e-3}, {@code .5}; and as messages show them. */
final class Numbers {

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9][0-9_]{0,400}");
    private static final Pattern REAL =
            Pattern.compile("[-+]?([0-9][0-9_]{0,400}(\\.[0-9_]{0,400})?|\\.[0-9][0-9_]{0,400})([eE][-+]?[0-9]{1,4})?");
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final double EXACT_INTEGERS = 1e15;

    private Numbers() {}

    /** Whether the text is written as a whole number: {@code 10}, not {@code 10.0}. */
    static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** The number a text is; {@code null} when it is none, or not a finite one. */
    static @Nullable BigDecimal parse(String text) {
        return REAL.matcher(text).matches() ? new BigDecimal(text.replace("_", "")) : null;
    }

    static boolean fitsLong(BigDecimal number) {
        return number.compareTo(LONG_MIN) >= 0 && number.compareTo(LONG_MAX) <= 0;
    }

    /** A number as a message shows it: {@code 1}, not {@code 1.0}. */
    static String show(double number) {
        return number == Math.rint(number) && Math.abs(number) < EXACT_INTEGERS
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
