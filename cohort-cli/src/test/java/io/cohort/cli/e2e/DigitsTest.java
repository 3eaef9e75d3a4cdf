package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.e2e.CohortProcess.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The README's first command, {@code ./cohort train examples/digits.yaml}: undisturbed, and stopped twice on its way. */
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(OS.WINDOWS)
class DigitsTest {

    static final String JOB = Path.of("..", "examples", "digits.yaml")
            .toAbsolutePath()
            .normalize()
            .toString();

    private static final double PROMISED_ACCURACY = 0.975;

    @TempDir
    static Path folder;

    private static Ended undisturbed;
    private static long launcher;

    @BeforeAll
    static void train() throws Exception {
        try (CohortProcess train = start(folder.resolve("run"))) {
            launcher = train.pid();
            undisturbed = train.end();
        }
    }

    private static CohortProcess start(Path run, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("train", JOB, "--out", run.toString()));
        args.addAll(List.of(options));
        return CohortProcess.start(args.toArray(String[]::new));
    }

    private static CohortProcess resume(Path run) throws IOException {
        return CohortProcess.start("train", "--resume", run.toString());
    }

    private static List<Map<String, Object>> told(String type) {
        return undisturbed.objects().stream()
                .filter(object -> type.equals(object.get("type")))
                .toList();
    }

    @Test
    void learnsToReadTheHeldOutFifth() {
        assertThat((Double) undisturbed.summary().get("accuracy")).isGreaterThanOrEqualTo(PROMISED_ACCURACY);
        assertThat(undisturbed.summary())
                .containsEntry("workers", 2L)
                .containsEntry("engine", "processes")
                .containsEntry("epochs", 20L);
        assertThat(folder.resolve("run/model/weights.safetensors")).isNotEmptyFile();
        assertThat(folder.resolve("run/summary.json")).isNotEmptyFile();
    }

    @Test
    void streamsObjectsAndNothingElseFromStartedToSummary() {
        assertThat(undisturbed.exit()).as(undisturbed.err()).isZero();
        assertThat(undisturbed.lines()).allMatch(line -> line.startsWith("{\"type\":\"") && line.endsWith("}"));
        List<Object> types =
                undisturbed.objects().stream().map(object -> object.get("type")).toList();
        assertThat(types).startsWith("started").endsWith("summary").contains("step", "checkpoint", "probe");
        assertThat(types).filteredOn("epoch"::equals).hasSize(20);
        assertThat(undisturbed.err()).contains("epoch 20/20").doesNotContain("{\"");
    }

    @Test
    void namesEachWorkersProcessAndHost() {
        Set<Object> pids = told("worker").stream().map(w -> w.get("pid")).collect(Collectors.toSet());

        assertThat(told("worker").stream().map(w -> w.get("rank"))).containsExactlyInAnyOrder(0L, 1L);
        assertThat(pids).hasSize(2).doesNotContain(launcher);
        assertThat(told("worker"))
                .allSatisfy(w -> assertThat((String) w.get("host")).isNotBlank());
        assertThat(told("step").stream().map(s -> s.get("rank"))).contains(0L, 1L);
    }

    @Test
    void goesOnWithTheSameBitsAfterCtrlCAndAfterTheLauncherWasKilled() throws Exception {
        Path run = folder.resolve("stopped");
        try (CohortProcess train = start(run)) {
            stop(train, "INT", 2);
        }
        try (CohortProcess again = resume(run)) {
            assertThat(again.await("started").get("resumedFrom").toString()).startsWith("checkpoints/step-");
            Collection<ProcessHandle> workers = again.workers(2).values();
            awaitEpoch(again, 5);
            again.signal("KILL");
            for (ProcessHandle worker : workers) {
                worker.onExit().get(10, TimeUnit.SECONDS);
            }
            assertThat(SharedMemory.filesOf(workers)).isEmpty();
        }
        assertEndsWithTheSameBits(run);
    }

    @Test
    @Tag("long")
    void goesOnWithTheSameBitsOnThreadsAfterTermination() throws Exception {
        Path run = folder.resolve("threads");
        try (CohortProcess train = start(run, "--engine", "threads")) {
            stop(train, "TERM", 2);
        }
        assertThat(assertEndsWithTheSameBits(run)).containsEntry("engine", "threads");
    }

    /** Stops a run after an epoch, and checks that it ends as an interrupted one does. */
    private static void stop(CohortProcess train, String signal, long epoch) throws Exception {
        awaitEpoch(train, epoch);
        train.signal(signal);
        Ended end = train.end();

        assertThat(end.exit()).as(signal + end.err()).isEqualTo(130);
        assertThat(end.last()).containsEntry("type", "error").containsEntry("kind", "interrupted");
        assertThat((String) end.last().get("message")).contains("checkpoints/step-");
        assertThat((String) end.last().get("fix")).contains("--resume");
    }

    private static void awaitEpoch(CohortProcess train, long epoch) throws InterruptedException {
        train.await(
                "epoch " + epoch, object -> "epoch".equals(object.get("type")) && (Long) object.get("epoch") >= epoch);
    }

    private static Map<String, Object> assertEndsWithTheSameBits(Path run) throws Exception {
        try (CohortProcess again = resume(run)) {
            Ended end = again.end();

            assertThat(end.parametersSha256()).isEqualTo(undisturbed.parametersSha256());
            assertThat(end.summary()).containsEntry("epochs", 20L);
            assertThat((Long) end.summary().get("samples"))
                    .isLessThan((Long) undisturbed.summary().get("samples"));
            return end.summary();
        }
    }
}
