package io.cohort.comm;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a worker joins a group.
 *
 * @param name the group's name, unique in its gang and generation
 * @param rank this worker's number in the group
 * @param size how many ranks the group has
 * @param generation which membership this is; stands in every frame
 * @param transport {@code auto}, {@code shm}, {@code tcp} or {@code gloo}; {@code auto} takes shared memory between ranks of one host and
 *     TCP between hosts
 * @param algorithm how to all-reduce: {@code auto} (what suits best), {@code direct}, {@code tree} or {@code ring}, which alone does not keep the contracted
 *     order of summation; Gloo chooses by itself
 * @param bindAddress the address on which others reach this worker; {@code 127.0.0.1} when all are local
 * @param timeout how long a late rank is waited for
 * @param token the run's secret; who does not know it gets a closed connection
 * @param tls who belongs to the run, and how bytes between hosts are encrypted; {@code null} for neither
 */
public record GroupOptions(
        String name,
        int rank,
        int size,
        int generation,
        String transport,
        String algorithm,
        String bindAddress,
        Duration timeout,
        String token,
        @Nullable Tls tls) {

    private static final Set<String> TRANSPORTS = Set.of("auto", "shm", "tcp", "gloo");
    private static final Set<String> ALGORITHMS = Set.of("auto", "direct", "ring", "tree");

    /** Without encryption. */
    public GroupOptions(
            String name,
            int rank,
            int size,
            int generation,
            String transport,
            String algorithm,
            String bindAddress,
            Duration timeout,
            String token) {
        this(name, rank, size, generation, transport, algorithm, bindAddress, timeout, token, null);
    }

    public GroupOptions {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is blank: a group needs one that is unique in its gang");
        }
        if (size < 1 || rank < 0 || rank >= size) {
            throw new IllegalArgumentException(
                    "rank=" + rank + ", size=" + size + ": size must be at least 1 and rank from 0 to size-1");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout=" + timeout + ": must be longer than nothing");
        }
        if (!TRANSPORTS.contains(transport)) {
            throw new UserMistake(
                    "unknown-transport",
                    new Problem(
                            "parallel.transport",
                            transport,
                            "must be auto, shm, tcp or gloo",
                            "Set parallel.transport=auto."));
        }
        if (!ALGORITHMS.contains(algorithm)) {
            throw new UserMistake(
                    "unknown-algorithm",
                    new Problem(
                            "parallel.algorithm",
                            algorithm,
                            "must be auto, direct, ring or tree",
                            "Set parallel.algorithm=auto."));
        }
        if (tls != null && transport.equals("gloo")) {
            throw new UserMistake("transport-unavailable", glooWithTls());
        }
    }

    /** Why Gloo is refused where connections are to be encrypted. */
    public static Problem glooWithTls() {
        return new Problem(
                "parallel.transport",
                "gloo",
                "Gloo as libtorch is built here encrypts nothing, and security.tls is set",
                "Set parallel.transport=auto or tcp, or leave security.tls out.");
    }
}
