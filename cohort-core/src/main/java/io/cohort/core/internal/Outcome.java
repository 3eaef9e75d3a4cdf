package io.cohort.core.internal;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading a scalar: a value, or the rule it breaks with a value that would do.
 *
 * @param value {@code null} when refused
 * @param rule the rule, as half a sentence; empty when there is a value
 * @param better what could stand there instead; empty when no value suggests itself
 */
record Outcome<T>(@Nullable T value, String rule, String better) {

    static <T> Outcome<T> of(T value) {
        return new Outcome<>(value, "", "");
    }

    static <T> Outcome<T> refused(String rule, String better) {
        return new Outcome<>(null, rule, better);
    }
}
