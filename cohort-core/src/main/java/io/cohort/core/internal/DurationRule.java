package io.cohort.core.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time with its unit: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1.5h}. Kept to the millisecond. */
record DurationRule(Duration fallback) implements Rule<Duration> {

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,18})?) *(ms|s|m|h)");
    private static final Pattern BARE = Pattern.compile("[0-9]{1,9}");
    private static final BigDecimal LONGEST_MS =
            BigDecimal.valueOf(Duration.ofDays(36_500).toMillis());

    @Override
    public Outcome<Duration> read(String written) {
        Matcher span = SPAN.matcher(written);
        if (!span.matches()) {
            String better = BARE.matcher(written).matches() ? written + "s" : show(fallback);
            return Outcome.refused("must be a span of time with its unit: 500ms, 30s, 5m, 1h", better);
        }
        BigDecimal millis = new BigDecimal(span.group(1)).multiply(BigDecimal.valueOf(unitMs(span.group(2))));
        if (millis.compareTo(LONGEST_MS) > 0) {
            return Outcome.refused("must be at most a hundred years", show(fallback));
        }
        return Outcome.of(
                Duration.ofMillis(millis.setScale(0, RoundingMode.HALF_EVEN).longValueExact()));
    }

    /** The span in the largest unit that holds it exactly. */
    static String show(Duration duration) {
        long millis = duration.toMillis();
        for (String unit : new String[] {"h", "m", "s"}) {
            if (millis != 0 && millis % unitMs(unit) == 0) {
                return millis / unitMs(unit) + unit;
            }
        }
        return millis + "ms";
    }

    private static long unitMs(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1_000;
            default -> 1;
        };
    }
}
