package io.cohort.engine;

import io.cohort.comm.TlsFiles;
import io.cohort.core.job.JobNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how workers run: what an engine needs to know of {@code parallel}.
 *
 * @param engine {@code threads} or {@code processes}
 * @param device {@code cpu}; others are refused with a reason
 * @param transport {@code auto}, {@code shm}, {@code tcp} or {@code gloo}
 * @param algorithm how to all-reduce: {@code auto}, {@code direct}, {@code ring} or {@code tree}
 * @param threads intra-op threads a worker
 * @param timeout how long a late rank is waited for
 * @param onLoss {@code fail}
 * @param memoryBytes native memory a worker may hold; 0 takes a share of the machine's
 * @param tls this host's certificates; {@code null} when nothing is encrypted
 */
public record EngineOptions(
        String engine,
        String device,
        String transport,
        String algorithm,
        int threads,
        Duration timeout,
        String onLoss,
        long memoryBytes,
        @Nullable TlsFiles tls) {

    /** Without encryption. */
    public EngineOptions(
            String engine,
            String device,
            String transport,
            String algorithm,
            int threads,
            Duration timeout,
            String onLoss,
            long memoryBytes) {
        this(engine, device, transport, algorithm, threads, timeout, onLoss, memoryBytes, null);
    }

    /** The same with other certificates, or with none. */
    public EngineOptions withTls(@Nullable TlsFiles files) {
        return new EngineOptions(engine, device, transport, algorithm, threads, timeout, onLoss, memoryBytes, files);
    }

    /** Reads these from a job's {@code parallel} mapping; other keys in it are left to their owners. */
    public static EngineOptions read(JobNode parallel) {
        String device = parallel.choice("device", "cpu", List.of("cpu", "cuda"));
        if (!device.equals("cpu")) {
            parallel.problem("device", "this build has no natives for " + device, "Use device: cpu");
        }
        String transport = parallel.choice("transport", "auto", List.of("auto", "shm", "tcp", "gloo"));
        String algorithm = parallel.choice("algorithm", "auto", List.of("auto", "direct", "ring", "tree"));
        if (transport.equals("gloo") && !algorithm.equals("auto")) {
            parallel.problem("algorithm", "Gloo chooses its algorithms itself", "Use algorithm: auto");
        }
        return new EngineOptions(
                parallel.choice("engine", "processes", List.of("threads", "processes")),
                device,
                transport,
                algorithm,
                (int) parallel.integer("threads", 1, 1, 1024),
                parallel.duration("timeout", Duration.ofMinutes(5)),
                parallel.choice("onLoss", "fail", List.of("fail")),
                parallel.bytes("memory", 0));
    }
}
