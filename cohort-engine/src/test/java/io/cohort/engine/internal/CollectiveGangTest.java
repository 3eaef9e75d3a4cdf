package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.error.RunFailed;
import io.cohort.engine.DirectoryArtifacts;
import io.cohort.engine.Engine;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Gang;
import io.cohort.engine.GangRun;
import io.cohort.engine.WorkerEntry;
import io.cohort.engine.entries.Summing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines under real process groups. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CollectiveGangTest {

    @TempDir
    Path root;

    private final Recording heard = new Recording();

    private GangRun start(String engine, String transport, int workers, Class<? extends WorkerEntry> entry) {
        EngineOptions options =
                new EngineOptions(engine, "cpu", transport, "auto", 1, Duration.ofMinutes(1), "fail", 1L << 30);
        Gang gang = new Gang("sums", Gangs.workers(workers), entry, "", options);
        return Engine.named(engine).gang(gang, heard, new DirectoryArtifacts(root));
    }

    private static RunFailed failure(GangRun run) {
        try (run) {
            run.await();
        } catch (RunFailed failed) {
            return failed;
        }
        throw new AssertionError("the gang did not fail");
    }

    @ParameterizedTest
    @CsvSource({"threads, auto", "threads, tcp", "processes, auto"})
    void addsUpOverEveryTransport(String engine, String transport) {
        addsUp(engine, transport);
    }

    @Test
    @Tag("long")
    void addsUpOverSocketsBetweenProcesses() {
        addsUp("processes", "tcp");
    }

    private void addsUp(String engine, String transport) {
        try (GangRun run = start(engine, transport, 2, Summing.Adds.class)) {
            String shown = transport.equals("auto") ? "shm" : transport;
            assertThat(run.await()).containsExactly(shown + " 3.0", shown + " 3.0");
        }
    }

    @Test
    void namesTheRankThatDiesWhileOthersReduce() {
        namesTheDead("shm");
    }

    @Test
    @Tag("long")
    void namesTheRankThatDiesWhileOthersReduceOverSockets() {
        namesTheDead("tcp");
    }

    private void namesTheDead(String transport) {
        GangRun run = start("processes", transport, 3, Summing.RankOneStalls.class);
        heard.awaitEvents("ready", 3);
        ProcessHandle.of(heard.pid(1)).orElseThrow().destroyForcibly();
        long faultNs = System.nanoTime();
        RunFailed failed = failure(run);
        assertThat(Duration.ofNanos(System.nanoTime() - faultNs)).isLessThan(Duration.ofSeconds(10));
        assertThat(failed.kind()).isEqualTo("worker-lost");
        assertThat(failed.rank()).hasValue(1);
        assertThat(failed).hasMessageContaining("signal 9 (SIGKILL)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void namesBothSidesOfADisagreement(String transport) {
        RunFailed failed = failure(start("threads", transport, 3, Summing.RankOneDisagrees.class));
        assertThat(failed.kind()).isEqualTo("disagreement");
        assertThat(failed).hasMessageContaining("float32[1000]").hasMessageContaining("float32[999]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void namesTheRankThatReturnedTooEarly(String transport) {
        RunFailed failed = failure(start("threads", transport, 2, Summing.RankOneLeaves.class));
        assertThat(failed.kind()).isEqualTo("disagreement");
        assertThat(failed.rank()).hasValue(1);
        assertThat(failed)
                .hasMessageContaining("has ended its work while rank 0 waited for it in operation 2 of group worker");
    }

    @Test
    @Tag("long")
    void warnsOfALateRankByName() {
        try (GangRun run = start("threads", "tcp", 2, Summing.RankOneStalls.class)) {
            heard.awaitEvents("ready", 2);
            long sinceNs = System.nanoTime();
            Map<String, Object> warning = heard.awaitEvents("warning", 1).get(0).fields();
            assertThat(Duration.ofNanos(System.nanoTime() - sinceNs)).isLessThan(Duration.ofSeconds(11));
            assertThat(warning).containsEntry("kind", "late-worker").containsEntry("late", 1);
            assertThat((String) warning.get("message"))
                    .startsWith("rank 1 (worker-1")
                    .contains("rank 0 waited")
                    .contains("operation 2 of group worker (all-reduce sum float32[1000])");
        }
    }
}
