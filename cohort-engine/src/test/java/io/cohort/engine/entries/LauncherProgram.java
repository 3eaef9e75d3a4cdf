package io.cohort.engine.entries;

import io.cohort.core.event.Event;
import io.cohort.engine.DirectoryArtifacts;
import io.cohort.engine.Engine;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Gang;
import io.cohort.engine.GangListener;
import io.cohort.engine.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A launcher in a JVM of its own, so that a test can kill it: says its workers' processes and when they run. */
public final class LauncherProgram {

    private LauncherProgram() {}

    public static void main(String[] arguments) {
        EngineOptions options =
                new EngineOptions("processes", "cpu", "auto", "auto", 1, Duration.ofMinutes(1), "fail", 1L << 30);
        Gang gang =
                new Gang("orphans", List.of(new Role("worker", 2, Role.OnLoss.FAIL)), Entry.Endless.class, "", options);
        GangListener listener = new GangListener() {
            @Override
            public void event(Event event) {
                System.out.println(event.type() + " " + event.fields().getOrDefault("pid", ""));
            }

            @Override
            public void log(int rank, String line) {
                System.out.println("line " + line);
            }
        };
        Engine.named("processes")
                .gang(gang, listener, new DirectoryArtifacts(Path.of(arguments[0])))
                .await();
    }
}
