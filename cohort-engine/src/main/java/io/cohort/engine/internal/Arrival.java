package io.cohort.engine.internal;

/**
 * A worker that joins.
 *
 * @param host where it runs
 * @param pid its process
 * @param beats whether it sends heartbeats; a thread of the launcher need not
 */
record Arrival(String host, long pid, boolean beats) {}
