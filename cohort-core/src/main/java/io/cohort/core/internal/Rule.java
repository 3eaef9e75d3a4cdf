package io.cohort.core.internal;

/**
 * What a scalar must be to become a {@code T}.
 *
 * @param <T> what it becomes
 */
interface Rule<T> {

    Outcome<T> read(String written);
}
