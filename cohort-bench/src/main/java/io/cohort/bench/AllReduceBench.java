package io.cohort.bench;

import io.cohort.comm.TlsFiles;
import io.cohort.core.job.ByteSize;
import io.cohort.core.json.Json;
import io.cohort.torch.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures all-reduce by size, beside a peer in the same run when one is named: the launcher's side of {@code cohort bench allreduce}.
 *
 * <p>Ours works where training's gradients lie, in memory that its group allocated; Gloo on an ordinary tensor. All numbers are random float32, and
 * every turn's sum is checked.
 *
 * <p>Threading: {@link #run} blocks.
 */
public final class AllReduceBench {

    /**
     * What is measured.
     *
     * @param workers at least 2
     * @param bytes the sizes, each a whole number of float32
     * @param transport {@code shm} or {@code tcp}
     * @param tls certificates with which {@code tcp} encrypts; {@code null} for none
     * @param peer {@code gloo}, or {@code tcp}, which never encrypts; empty for none
     * @param engine {@code processes} or {@code threads}
     * @param seconds about how long each size is measured
     */
    public record Options(
            int workers,
            List<Long> bytes,
            String transport,
            @Nullable TlsFiles tls,
            String peer,
            String engine,
            int seconds) {

        private static final long MOST_BYTES = 1L << 30;

        public Options {
            BenchOptions.requireWorkers(workers, 2);
            BenchOptions.requireSeconds(seconds);
            if (tls != null && !transport.equals("tcp")) {
                throw BenchOptions.mistake(
                        "--transport", transport, "has no sockets that --tls could encrypt", "Write --transport tcp");
            }
            bytes = List.copyOf(bytes);
            bytes.forEach(Options::requireSize);
        }

        private static void requireSize(long bytes) {
            int unit = ElementType.FLOAT32.bytes();
            if (bytes < unit || bytes > MOST_BYTES || bytes % unit != 0) {
                long near = Math.max(unit, Math.min(MOST_BYTES, bytes / unit * unit));
                throw BenchOptions.mistake(
                        "--bytes",
                        ByteSize.show(bytes),
                        "must be from " + unit + " to " + ByteSize.show(MOST_BYTES) + ", and a multiple of " + unit
                                + ", for float32",
                        "Write --bytes " + ByteSize.show(near));
            }
        }
    }

    private static final double TURN_SECONDS = 0.1;
    private static final int LEAST_TURNS = 5;
    private static final long COPIED_BYTES = 512L << 20;
    private static final long MOST_COPIED_BYTES = 128L << 20;

    private AllReduceBench() {}

    /**
     * Measures; the listener hears one result a size, in the order of the options.
     *
     * @throws io.cohort.core.error.RunFailed of kind {@code wrong-sum} when a sum was wrong, or as a worker failed
     */
    public static void run(Options options, BenchListener listener) {
        Pace pace = new Pace(TURN_SECONDS, options.seconds, LEAST_TURNS, 0);
        long copyBytes = Math.min(MOST_COPIED_BYTES, COPIED_BYTES / options.workers / 64 * 64);
        run(options, pace, copyBytes, listener);
    }

    static void run(Options options, Pace pace, long copyBytes, BenchListener listener) {
        new BenchGang(AllReduceWorker.class, options.workers, options.engine, options.transport, options.tls)
                .run(
                        Json.write(
                                new AllReducePlan(options.bytes, options.tls != null, options.peer, pace, copyBytes)),
                        listener);
    }
}
