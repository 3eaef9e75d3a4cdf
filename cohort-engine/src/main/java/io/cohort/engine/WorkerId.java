package io.cohort.engine;

/**
 * Who a worker is, for as long as it lives; its rank may change with the generation.
 *
 * @param value unique in the run, such as {@code worker-2}
 */
public record WorkerId(String value) {}
