package io.cohort.bench;

import java.util.List;

/**
 * What the launcher tells each worker of an all-reduce benchmark, as JSON.
 *
 * @param bytes the sizes
 * @param tls whether ours encrypts
 * @param peer the peer's transport; empty for none
 * @param pace for each size
 * @param copyBytes that each worker copies to find out how fast memory is
 */
record AllReducePlan(List<Long> bytes, boolean tls, String peer, Pace pace, long copyBytes) {}
