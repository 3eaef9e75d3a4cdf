package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.e2e.CohortProcess.Ended;
import io.cohort.core.event.Event;
import io.cohort.observe.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A worker that is killed or stopped in the middle of a run ends the run soon, by name, and nothing is left behind. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class LostProcessTest {

    private static final Duration PROMISED = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void aKilledWorkerOfThree() throws Exception {
        Path run = folder.resolve("run");
        try (CohortProcess train = CohortProcess.start(
                "train", DigitsTest.JOB, "--set", "train.epochs=1000", "--workers", "3", "--out", run.toString())) {
            var workers = train.workers(3);
            train.awaitStep(3, 1);
            workers.get(1L).destroyForcibly();

            assertEndsNaming(1, train, run, "killed by signal 9 (SIGKILL)");
            assertNothingIsLeftOf(workers.values());
        }
    }

    /** The run that is stopped has trained for long enough to see whether its memory grows. */
    @Test
    @Tag("long")
    void aStoppedWorkerWhoseMemoryHadNotGrown() throws Exception {
        Path run = folder.resolve("run");
        try (CohortProcess train = NativeMemory.start(folder, run, 1_000_000, "shm")) {
            var workers = train.workers(2);
            NativeMemory.awaitProbes(train, 3_000);
            CohortProcess.signal("STOP", workers.get(0L).pid());

            Ended end = assertEndsNaming(0, train, run, "");
            assertNothingIsLeftOf(workers.values());
            NativeMemory.assertKeptBy(end, 500);
        }
    }

    private static Ended assertEndsNaming(long rank, CohortProcess train, Path run, String how) throws Exception {
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
        List<Event> kept = RunDirectory.open(run).events();
        assertThat(kept.get(kept.size() - 1).fields())
                .containsEntry("kind", "worker-lost")
                .containsEntry("rank", rank)
                .containsEntry("exit", 1L);
        return end;
    }

    private static void assertNothingIsLeftOf(Collection<ProcessHandle> workers) throws Exception {
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
        assertThat(SharedMemory.filesOf(workers)).isEmpty();
    }
}
