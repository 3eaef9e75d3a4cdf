package io.cohort.comm;

import java.time.Duration;

/**
 * How a worker joins a group.
 *
 * @param name the group's name, unique in its gang and generation
 * @param rank this worker's number in the group
 * @param size how many ranks the group has
 * @param generation which membership this is; stands in every frame
 * @param transport {@code auto}, {@code shm}, {@code tcp} or {@code gloo}; {@code auto} takes shared memory when all ranks are on one host
 * @param bindAddress the address on which others reach this worker; {@code 127.0.0.1} when all are local
 * @param timeout how long a late rank is waited for
 * @param token the run's secret; who does not know it gets a closed connection
 */
public record GroupOptions(
        String name,
        int rank,
        int size,
        int generation,
        String transport,
        String bindAddress,
        Duration timeout,
        String token) {}
