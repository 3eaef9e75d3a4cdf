package io.cohort.core.internal;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A single word, number or nothing, kept as it was written: {@code 0.20} stays {@code 0.20} until somebody asks for a number.
 *
 * @param text what was written, without quotes
 */
public record Scalar(Type type, String text, Origin origin) implements Value {

    /** What YAML takes the scalar for. Only {@link #NULL} binds a reader: any other text may still be read as a number. */
    public enum Type {
        TEXT,
        NUMBER,
        FLAG,
        NULL
    }

    @Override
    public String written() {
        return absent() ? "null" : Value.shorten(text.length() > 1000 ? text.substring(0, 1000) : text);
    }

    @Override
    public boolean absent() {
        return type == Type.NULL;
    }

    @Override
    public @Nullable Object plain() {
        return switch (type) {
            case NULL -> null;
            case TEXT -> text;
            case FLAG -> Boolean.valueOf(text);
            case NUMBER -> number();
        };
    }

    /** A number that fits; anything else stays the text it was, so that nothing is lost. */
    private Object number() {
        BigDecimal number = Numbers.parse(text);
        if (number == null) {
            return text;
        }
        if (Numbers.isWhole(text)) {
            return Numbers.fitsLong(number) ? (Object) number.longValue() : text;
        }
        double value = number.doubleValue();
        return Double.isFinite(value) ? (Object) value : text;
    }
}
