package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohort.core.error.RunFailed;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void appearsWholeWithItsJob() throws IOException {
        Path path = folder.resolve("a/b/run");
        try (RunDirectory run = made(path)) {
            assertThat(path.resolve("job.yaml")).hasContent("name: digits");
            assertThat(run.path()).isEqualTo(path);
        }
        try (var siblings = Files.list(path.getParent())) {
            assertThat(siblings).containsExactly(path);
        }
    }

    @Test
    void refusesADirectoryThatExists() throws IOException {
        Path path = Files.createDirectory(folder.resolve("run"));

        refused(() -> NewRun.create(path, ""))
                .withMessageContaining("--out=" + path)
                .withMessageContaining("--resume");
        assertThat(path).isEmptyDirectory();
    }

    @Test
    void refusesAPlaceThatCannotHoldADirectoryAndLeavesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        refused(() -> NewRun.create(file.resolve("run"), ""))
                .withMessageContaining("cannot be made")
                .withMessageContaining("--out DIR");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void refusesAReadOnlyPlace() {
        Path readOnly = Path.of("/sys/cohort-run");
        Assumptions.assumeTrue(Files.isDirectory(readOnly.getParent()));

        refused(() -> NewRun.create(readOnly, "")).withMessageContaining("the run directory cannot be made");
    }

    @Test
    void namesItselfAfterTheJobAndTheTimeAndCountsUpWhereThatIsTaken() throws IOException {
        Clock noon = Clock.fixed(Instant.parse("2026-03-04T12:00:05Z"), ZoneOffset.UTC);

        Path first = RunName.free(folder, "my digits/1", noon);
        Files.createDirectory(first);

        assertThat(first).isEqualTo(folder.resolve("my-digits-1-20260304-120005"));
        assertThat(RunName.free(folder, "my digits/1", noon))
                .isEqualTo(folder.resolve("my-digits-1-20260304-120005-2"));
    }

    @Test
    void saysThatADirectoryIsNoRun() {
        refused(() -> RunDirectory.open(folder)).withMessageContaining("no job.yaml");
        refused(() -> RunDirectory.open(folder.resolve("none"))).withMessageContaining("no such run directory");
    }

    @Test
    void keepsEventsLogsAndSummary() throws IOException {
        Path path = folder.resolve("run");
        Event event = new Event("started", 5, -1, 0, Map.of("job", "digits"));
        try (RunDirectory run = made(path)) {
            run.append(event);
            run.log(1, "hello");
            run.log(1, "again");
            run.log(-1, "mine");
            run.summary(Map.of("accuracy", 0.5));
        }

        assertThat(RunDirectory.open(path).events()).containsExactly(event);
        assertThat(path.resolve("logs/rank-1.log")).hasContent("hello\nagain");
        assertThat(path.resolve("logs/launcher.log")).hasContent("mine");
        assertThat(path.resolve("summary.json")).hasContent("{\"accuracy\":0.5}");
    }

    @Test
    void failsWithPathAndReasonWhenTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full));
        Path path = NewRun.create(folder.resolve("run"), "");
        Files.createSymbolicLink(path.resolve("logs"), Files.createDirectory(folder.resolve("elsewhere")));
        Files.createSymbolicLink(folder.resolve("elsewhere/rank-0.log"), full);
        RunDirectory run = new RunDirectory(path, true);

        assertThatExceptionOfType(RunFailed.class)
                .isThrownBy(() -> run.log(0, "hello"))
                .withMessage(path + " cannot be written: no space left on device")
                .satisfies(e -> assertThat(e.kind()).isEqualTo("run-directory"))
                .satisfies(e -> assertThat(e.fix()).contains("--resume " + path));
    }

    @Test
    void hasOneWriterAtATime() {
        Path path = folder.resolve("run");
        try (RunDirectory writer = made(path);
                RunDirectory second = RunDirectory.open(path)) {
            refused(() -> second.log(0, "me too")).withMessageContaining("it is being written by process");
            writer.log(0, "me");
        }
        try (RunDirectory second = RunDirectory.open(path)) {
            second.log(0, "now me");
        }
        assertThat(path.resolve("logs/rank-0.log")).hasContent("me\nnow me");
    }

    @Test
    void takesOverFromAWriterThatWasKilled() throws IOException {
        Path path = folder.resolve("run");
        made(path).close();
        Process dead = new ProcessBuilder("true").start();
        dead.onExit().join();
        made(folder.resolve("other"));
        String host = Files.readAllLines(folder.resolve("other/.writer")).get(2);
        Files.writeString(path.resolve(".writer"), dead.pid() + "\n2026-01-01T00:00:00Z\n" + host + "\n");

        try (RunDirectory run = RunDirectory.open(path)) {
            assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
            run.log(0, "mine now");
            assertThat(run.state()).isEqualTo(RunState.RUNNING);
        }
    }

    @Test
    void listsRunsOldestFirstAndLeavesOutWhatIsNone() throws IOException {
        made(folder.resolve("b")).close();
        made(folder.resolve("a")).close();
        assertThat(folder.resolve("b/job.yaml").toFile().setLastModified(1_000)).isTrue();
        assertThat(folder.resolve("a/job.yaml").toFile().setLastModified(2_000)).isTrue();
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(Files.createDirectory(folder.resolve(".c.1.partial")).resolve("job.yaml"), "");

        assertThat(RunDirectory.list(folder))
                .extracting(RunDirectory::path)
                .containsExactly(folder.resolve("b"), folder.resolve("a"));
        assertThat(RunDirectory.list(folder.resolve("none"))).isEmpty();
    }

    @Test
    void tellsHowARunStands() {
        Path path = folder.resolve("run");
        try (RunDirectory run = made(path)) {
            run.append(new Event("started", 1_000, -1, 0, Map.of("job", "digits")));
            run.append(new Event("epoch", 2_000, 0, 0, Map.of("epoch", 1, "accuracy", 0.5)));
            assertThat(RunInfo.of(run))
                    .isEqualTo(new RunInfo(path, "digits", RunState.RUNNING, 1_000, 1, 1.0, 0.5, null));

            run.append(new Event("error", 3_000, -1, 0, Map.of("kind", "worker-lost", "message", "rank 1 is gone")));
            assertThat(RunInfo.of(run))
                    .extracting(RunInfo::state, RunInfo::error)
                    .containsExactly(RunState.FAILED, "rank 1 is gone");

            run.append(new Event("started", 4_000, -1, 0, Map.of("job", "digits")));
            run.append(new Event("error", 5_000, -1, 0, Map.of("kind", "interrupted", "message", "stopped")));
            assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);

            run.append(new Event("started", 6_000, -1, 0, Map.of("job", "digits")));
            run.append(new Event("summary", 7_000, -1, 0, Map.of("accuracy", 0.975)));
        }
        assertThat(RunInfo.of(RunDirectory.open(path)))
                .isEqualTo(new RunInfo(path, "digits", RunState.DONE, 1_000, 1, 6.0, 0.975, null));
    }

    private static RunDirectory made(Path path) {
        return new RunDirectory(NewRun.create(path, "name: digits\n"), true);
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<UserMistake> refused(ThrowingCallable call) {
        return assertThatExceptionOfType(UserMistake.class).isThrownBy(call).satisfies(e -> assertThat(e.kind())
                .isEqualTo("run-directory"));
    }
}
