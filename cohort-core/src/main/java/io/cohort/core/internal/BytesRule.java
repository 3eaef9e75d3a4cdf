package io.cohort.core.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size in bytes: a plain number, or one with {@code KB}, {@code MB}, {@code GB} or {@code TB}, each 1024 of the one before. */
public record BytesRule(long fallback) implements Rule<Long> {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,18})?) *(b|kb|mb|gb|tb)?");
    private static final String UNITS = "bkmgt";
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    @Override
    public Outcome<Long> read(String written) {
        Matcher size = SIZE.matcher(written.replace("_", "").toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return Outcome.refused("must be a size in bytes, such as 65536, 64KB, 1.5MB or 2GB", show(fallback));
        }
        String unit = size.group(2) == null ? "b" : size.group(2);
        BigDecimal number = new BigDecimal(size.group(1));
        if (unit.equals("b") && number.scale() > 0) {
            long near = number.setScale(0, RoundingMode.HALF_EVEN).min(MOST).longValueExact();
            return Outcome.refused("must be whole bytes", Long.toString(near));
        }
        BigDecimal bytes = number.multiply(BigDecimal.valueOf(1L << (10 * UNITS.indexOf(unit.charAt(0)))));
        return bytes.compareTo(MOST) > 0
                ? Outcome.refused("must fit 64 bits", show(fallback))
                : Outcome.of(bytes.setScale(0, RoundingMode.DOWN).longValueExact());
    }

    /** The size that is written; empty when it would be refused. */
    public static Optional<Long> parse(String written) {
        return Optional.ofNullable(new BytesRule(0).read(written).value());
    }

    /** The size in the largest unit that holds it exactly. */
    public static String show(long bytes) {
        int unit = bytes == 0 ? 0 : Math.min(UNITS.length() - 1, Long.numberOfTrailingZeros(bytes) / 10);
        return (bytes >> (10 * unit))
                + (unit == 0 ? "" : UNITS.toUpperCase(Locale.ROOT).charAt(unit) + "B");
    }
}
