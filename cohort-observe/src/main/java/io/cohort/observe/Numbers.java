package io.cohort.observe;

import java.util.List;
import java.util.Locale;

/** Numbers as people read them, the same in every country. */
public final class Numbers {

    private static final int SECONDS_A_MINUTE = 60;
    private static final int SECONDS_AN_HOUR = 3600;

    private static final List<String> BYTES = List.of("bytes", "KB", "MB", "GB", "TB");

    private Numbers() {}

    /** A loss or a score: four decimals, or an exponent where they would say nothing. */
    public static String score(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        boolean plain = size == 0 || (size >= 1e-3 && size < 1e5);
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", value);
    }

    /** A rate or a count, in groups of three: {@code 10,408}; one decimal below ten. */
    public static String count(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
    }

    /** A whole number in groups of three. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A size as people say it: {@code 1.4 MB}; a kilobyte has 1024 bytes. */
    public static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < BYTES.size() - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size, BYTES.get(unit));
    }

    /** A span of time as a clock shows it: {@code 0:41}, {@code 1:02:03}. */
    public static String clock(double seconds) {
        long s = Math.max(0, Math.round(seconds));
        long minutes = s / SECONDS_A_MINUTE % SECONDS_A_MINUTE;
        return s < SECONDS_AN_HOUR
                ? String.format(Locale.ROOT, "%d:%02d", minutes, s % SECONDS_A_MINUTE)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / SECONDS_AN_HOUR, minutes, s % SECONDS_A_MINUTE);
    }

    /** A span of time with its unit: {@code 2.1 s}, or as a clock from two minutes on. */
    public static String span(double seconds) {
        return seconds < 2 * SECONDS_A_MINUTE ? String.format(Locale.ROOT, "%.1f s", seconds) : clock(seconds);
    }
}
