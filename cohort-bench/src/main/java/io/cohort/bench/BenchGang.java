package io.cohort.bench;

import io.cohort.comm.TlsFiles;
import io.cohort.core.event.Event;
import io.cohort.engine.Engine;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Gang;
import io.cohort.engine.GangListener;
import io.cohort.engine.GangRun;
import io.cohort.engine.Role;
import io.cohort.engine.WorkerEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the workers of a benchmark to their end. */
final class BenchGang {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Class<? extends WorkerEntry> entry;
    private final int workers;
    private final EngineOptions options;

    /** One thread a worker, as in training. */
    BenchGang(Class<? extends WorkerEntry> entry, int workers, String engine, String transport) {
        this(entry, workers, engine, transport, null);
    }

    /** @param tls certificates; {@code null} when nothing is encrypted */
    BenchGang(
            Class<? extends WorkerEntry> entry, int workers, String engine, String transport, @Nullable TlsFiles tls) {
        this.entry = entry;
        this.workers = workers;
        this.options = new EngineOptions(engine, "cpu", transport, "auto", 1, TIMEOUT, "fail", 0, tls);
    }

    /** @throws io.cohort.core.error.RunFailed when a worker fails, or finds a wrong result */
    void run(String payload, BenchListener listener) {
        Gang gang = new Gang("bench", List.of(new Role("worker", workers, Role.OnLoss.FAIL)), entry, payload, options);
        try (GangRun run = Engine.named(options.engine()).gang(gang, heardBy(listener), new NoArtifacts())) {
            run.await();
        }
    }

    /** In a benchmark workers wait for one another on purpose, such as while one runs alone. */
    private static boolean aboutWaiting(Event event) {
        return event.type().equals("ranks")
                || "slow-worker".equals(event.fields().get("kind"));
    }

    private static GangListener heardBy(BenchListener listener) {
        return new GangListener() {
            @Override
            public void event(Event event) {
                if (event.type().equals(BenchEvents.BENCH)) {
                    listener.result(event.fields());
                } else if (!aboutWaiting(event)) {
                    listener.event(event);
                }
            }

            @Override
            public void log(int rank, String line) {
                listener.log(rank, line);
            }
        };
    }
}
