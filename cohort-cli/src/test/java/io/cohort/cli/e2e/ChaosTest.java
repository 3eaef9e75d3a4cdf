package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.e2e.CohortProcess.Ended;
import io.cohort.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that are asked for happen, to the process they were asked for, and are told by name. */
@DisabledOnOs(OS.WINDOWS)
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class ChaosTest {

    private static final long PROMISED_MS = 10_000;

    @TempDir
    Path folder;

    @Test
    void aSlowRankIsNamedWithTheReasonAndTheRunGoesOn() throws Exception {
        Path run = folder.resolve("run");
        Ended end;
        try (CohortProcess train = train(run, "slow:rank=1,factor=20", "train.maxSteps=60", "observe.trace=true")) {
            end = train.end();
        }
        assertThat(end.summary()).containsEntry("type", "summary").containsEntry("steps", 60L);
        Map<String, Object> fault = only(end, "chaos");
        assertThat(fault).containsEntry("rank", 1L).containsEntry("fault", "slow:rank=1,factor=20");
        Map<String, Object> warning = end.objects().stream()
                .filter(o -> "slow-worker".equals(o.get("kind")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no warning in " + end.lines()));
        assertThat(warning).containsEntry("type", "warning").containsEntry("late", 1L);
        assertThat(warning.get("message"))
                .asString()
                .startsWith("rank 1 (worker-1 on ")
                .contains("held back by --chaos");
        assertThat((Long) warning.get("time") - (Long) fault.get("time")).isLessThan(PROMISED_MS);

        List<?> ranks = (List<?>) only(end, "ranks").get("ranks");
        assertThat(number(ranks.get(1), "awaitedMs"))
                .isGreaterThan(3_000)
                .isGreaterThan(3 * number(ranks.get(0), "awaitedMs"));
        assertThat(number(ranks.get(0), "waitedMs")).isGreaterThan(3_000);
        assertTraced(run.resolve("trace.json"));
    }

    private static void assertTraced(Path trace) throws Exception {
        List<Map<String, Object>> spans = Files.readAllLines(trace).stream()
                .filter(line -> line.startsWith("{"))
                .map(line -> Json.readMap(line.endsWith(",") ? line.substring(0, line.length() - 1) : line))
                .filter(event -> event.get("ph").equals("X"))
                .toList();
        for (long rank = 0; rank < 2; rank++) {
            long wanted = rank;
            assertThat(spans.stream().filter(s -> s.get("pid").equals(wanted)).map(s -> s.get("cat")))
                    .contains("data", "forward", "backward", "operation", "waiting", "evaluation");
        }
        assertThat(spans)
                .anySatisfy(s -> assertThat(s).containsEntry("cat", "chaos").containsEntry("pid", 1L));
        assertThat(spans).anySatisfy(s -> assertThat(s)
                .containsEntry("name", "waiting for rank 1")
                .containsEntry("pid", 0L));
    }

    @ParameterizedTest
    @CsvSource({"kill:rank=1;step=5, signal 9 (SIGKILL)", "stop:rank=0;step=5, no heartbeat"})
    void aRankThatIsKilledOrStoppedIsLostByName(String asked, String how) throws Exception {
        String fault = asked.replace(';', ',');
        long rank = fault.contains("rank=1") ? 1 : 0;
        try (CohortProcess train = train(folder.resolve("run"), fault, "train.epochs=1000")) {
            var workers = train.workers(2);
            Ended end = train.end();
            assertThat(end.exit()).as(end.err()).isEqualTo(1);
            assertThat(only(end, "chaos")).containsEntry("rank", rank).containsEntry("fault", fault);
            assertThat(end.last()).containsEntry("kind", "worker-lost").containsEntry("rank", rank);
            assertThat(end.last().get("message")).asString().contains(how).contains("When last heard it was ");
            assertThat(workers.values()).noneMatch(ProcessHandle::isAlive);
        }
    }

    private static CohortProcess train(Path run, String fault, String... keys) throws Exception {
        List<String> args = new java.util.ArrayList<>(
                List.of("train", DigitsTest.JOB, "--workers", "2", "--out", run.toString(), "--chaos", fault));
        for (String key : keys) {
            args.addAll(List.of("--set", key));
        }
        return CohortProcess.start(args.toArray(String[]::new));
    }

    private static Map<String, Object> only(Ended end, String type) {
        List<Map<String, Object>> found =
                end.objects().stream().filter(o -> type.equals(o.get("type"))).toList();
        assertThat(found).as(type).isNotEmpty();
        return found.get(found.size() - 1);
    }

    private static double number(Object record, String field) {
        return ((Number) ((Map<?, ?>) record).get(field)).doubleValue();
    }
}
