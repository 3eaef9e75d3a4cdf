package io.cohort.core.probe;

import java.util.Map;

/**
 * Measures one thing about the worker it runs in: memory, energy, garbage collection. Found through {@link java.util.ServiceLoader};
 * every worker runs every probe.
 *
 * <p>Threading: one thread of the worker opens, samples and closes it.
 */
public interface Probe extends AutoCloseable {

    /** A stable word, such as {@code memory}; the prefix of its figures' names. */
    String name();

    /** Whether this machine can be measured so; a probe that is not available is left out. */
    boolean available();

    /** The figures now, by name with their unit ({@code residentBytes}, {@code gcMs}); must not take longer than a millisecond. */
    Map<String, Double> sample();

    @Override
    default void close() {}
}
