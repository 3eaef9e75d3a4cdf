package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.e2e.CohortProcess.Ended;
import io.cohort.core.event.Event;
import io.cohort.observe.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed or stopped in the middle of a run ends the run soon, by name, and leaves nothing behind. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LostProcessTest {

    private static final Duration PROMISED = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private CohortProcess endless(int workers) throws IOException {
        return CohortProcess.start(
                "train",
                DigitsTest.JOB,
                "--set",
                "train.epochs=1000000",
                "--workers",
                Integer.toString(workers),
                "--out",
                folder.resolve("run").toString());
    }

    @Test
    void aKilledWorkerOfThree() throws Exception {
        try (CohortProcess train = endless(3)) {
            Map<Long, ProcessHandle> workers = train.workers(3);
            train.awaitStep(3, 1);
            workers.get(1L).destroyForcibly();

            assertEndsNaming(1, train, "killed by signal 9 (SIGKILL)");
            assertNothingIsLeftOf(workers.values());
        }
    }

    @Test
    void aStoppedWorker() throws Exception {
        try (CohortProcess train = endless(2)) {
            Map<Long, ProcessHandle> workers = train.workers(2);
            train.awaitStep(2, 1);
            CohortProcess.signal("STOP", workers.get(0L).pid());

            assertEndsNaming(0, train, "");
            assertNothingIsLeftOf(workers.values());
        }
    }

    @Test
    void aKilledLauncher() throws Exception {
        try (CohortProcess train = endless(2)) {
            Map<Long, ProcessHandle> workers = train.workers(2);
            train.awaitStep(2, 1);
            train.signal("KILL");

            for (ProcessHandle worker : workers.values()) {
                worker.onExit().get(PROMISED.toSeconds(), TimeUnit.SECONDS);
            }
            assertNothingIsLeftOf(workers.values());
        }
    }

    private void assertEndsNaming(long rank, CohortProcess train, String how) throws Exception {
        long before = System.nanoTime();
        Ended end = train.end();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMISED);
        assertThat(end.exit()).as(end.err()).isEqualTo(1);
        assertThat(end.last())
                .containsEntry("type", "error")
                .containsEntry("kind", "worker-lost")
                .containsEntry("rank", rank)
                .containsEntry("exit", 1L);
        assertThat((String) end.last().get("message"))
                .startsWith("rank " + rank + " (")
                .contains(how);
        assertThat((String) end.last().get("fix")).isNotBlank();
        assertThat(end.err()).doesNotContain("\tat ");
        List<Event> kept = RunDirectory.open(folder.resolve("run")).events();
        assertThat(kept.get(kept.size() - 1).fields())
                .containsEntry("rank", rank)
                .containsEntry("exit", 1L);
    }

    private static void assertNothingIsLeftOf(Collection<ProcessHandle> workers) throws IOException {
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
        Path memory = Path.of("/dev/shm");
        if (Files.isDirectory(memory)) {
            try (Stream<Path> files = Files.list(memory)) {
                assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> workers.stream()
                        .anyMatch(worker -> name.startsWith("cohort-comm-" + worker.pid() + "-")));
            }
        }
    }
}
