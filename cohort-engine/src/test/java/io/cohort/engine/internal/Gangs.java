package io.cohort.engine.internal;

import io.cohort.engine.DirectoryArtifacts;
import io.cohort.engine.Engine;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Gang;
import io.cohort.engine.GangListener;
import io.cohort.engine.GangRun;
import io.cohort.engine.Role;
import io.cohort.engine.WorkerEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Gangs of one role for tests. */
final class Gangs {

    static final EngineOptions PROCESSES =
            new EngineOptions("processes", "cpu", "auto", "auto", 1, Duration.ofMinutes(1), "fail", 1L << 30);
    static final EngineOptions THREADS =
            new EngineOptions("threads", "cpu", "auto", "auto", 1, Duration.ofMinutes(1), "fail", 1L << 30);

    private Gangs() {}

    static List<Role> workers(int count) {
        return List.of(new Role("worker", count, Role.OnLoss.FAIL));
    }

    static GangRun start(
            EngineOptions options, int workers, Class<? extends WorkerEntry> entry, GangListener listener, Path root) {
        Gang gang = new Gang("test", workers(workers), entry, "payload-α", options);
        return Engine.named(options.engine()).gang(gang, listener, new DirectoryArtifacts(root));
    }
}
