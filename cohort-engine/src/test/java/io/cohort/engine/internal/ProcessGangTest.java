package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.core.event.Event;
import io.cohort.engine.GangRun;
import io.cohort.engine.WorkerEntry;
import io.cohort.engine.entries.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessGangTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    Path root;

    private final Recording heard = new Recording();

    @AfterEach
    void leavesNoProcess() throws InterruptedException {
        List<Long> pids =
                heard.events("worker").stream().map(e -> (long) e.number("pid")).toList();
        assertThat(Eventually.within(Duration.ofSeconds(2), () -> pids.stream().noneMatch(pid -> ProcessHandle.of(pid)
                        .map(ProcessHandle::isAlive)
                        .orElse(false))))
                .as("workers %s are gone", pids)
                .isTrue();
    }

    private GangRun start(int workers, Class<? extends WorkerEntry> entry) {
        return Gangs.start(Gangs.PROCESSES, workers, entry, heard, root);
    }

    /** Runs a gang that must fail, and says how long after {@code fault} the error came. */
    private RunFailed fails(GangRun run, Runnable fault) {
        long[] faultNs = {System.nanoTime()};
        try (run) {
            fault.run();
            faultNs[0] = System.nanoTime();
            assertThatThrownBy(run::await).isInstanceOf(RunFailed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - faultNs[0])).isLessThan(TEN_SECONDS);
            run.await();
        } catch (RunFailed failed) {
            return failed;
        }
        throw new AssertionError("the gang did not fail");
    }

    private void everyoneIsThere() {
        heard.awaitEvents("worker", 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void letsWorkersMeet(int workers) {
        try (GangRun run = start(workers, Entry.Meets.class)) {
            List<String> results = run.await();
            String all = workers == 2 ? "r0,r1" : "r0,r1,r2";
            assertThat(results).hasSize(workers);
            for (int rank = 0; rank < workers; rank++) {
                assertThat(results.get(rank))
                        .isEqualTo(
                                "{\"rank\":" + rank + ",\"all\":\"" + all + ";" + all + "\",\"word\":\"payload-α\"}");
            }
        }
        assertThat(heard.events("worker")).extracting(Event::rank).hasSize(workers);
        assertThat(heard.events("worker")).allSatisfy(e -> assertThat(e.number("pid"))
                .isNotEqualTo(ProcessHandle.current().pid()));
        long now = System.currentTimeMillis();
        assertThat(heard.events("met")).hasSize(workers).allSatisfy(e -> assertThat(now - e.timeMs())
                .isBetween(0L, 10_000L));
    }

    @Test
    void namesTheLostRank() {
        GangRun run = start(3, Entry.WaitsForRankOne.class);
        RunFailed failed = fails(run, () -> {
            heard.awaitEvents("ready", 3);
            assertThat(ProcessHandle.of(heard.pid(1)).orElseThrow().destroyForcibly())
                    .isTrue();
        });
        assertThat(failed.kind()).isEqualTo("worker-lost");
        assertThat(failed.rank()).hasValue(1);
        assertThat(failed)
                .hasMessageContaining("worker-1 on " + HostName.local() + ", process " + heard.pid(1))
                .hasMessageContaining("signal 9 (SIGKILL)")
                .hasMessageContaining("Its last lines:\n  rank 1 is about to wait");
        assertThat(failed.fix()).contains("dmesg");
    }

    @Test
    void namesTheStoppedRank() throws Exception {
        GangRun run = start(2, Entry.WaitsForRankOne.class);
        RunFailed failed = fails(run, () -> {
            heard.awaitEvents("ready", 2);
            signal("STOP", heard.pid(1));
        });
        assertThat(failed.kind()).isEqualTo("worker-lost");
        assertThat(failed.rank()).hasValue(1);
        assertThat(failed).hasMessageContaining("no heartbeat for");
    }

    @Test
    void namesTheRankWhoseEntryThrew() {
        RunFailed failed = fails(start(2, Entry.RankOneThrows.class), this::everyoneIsThere);
        assertThat(failed.kind()).isEqualTo("worker-failed");
        assertThat(failed.rank()).hasValue(1);
        assertThat(failed).hasMessageContaining("IllegalStateException: the data of rank 1 is bad");
        assertThat(heard.lines()).anyMatch(l -> l.startsWith("[rank 1] \tat io.cohort.engine.entries.Entry"));
    }

    @Test
    void namesTheRankThatLeftWhileOthersWait() {
        RunFailed failed = fails(start(2, Entry.RankOneLeaves.class), this::everyoneIsThere);
        assertThat(failed.kind()).isEqualTo("disagreement");
        assertThat(failed.rank()).hasValue(1);
        assertThat(failed)
                .hasMessageContaining(
                        "has ended its work while rank 0 waited for it in the exchange 'never' of 2 ranks");
    }

    @Test
    void namesTheRankThatExited() {
        RunFailed failed = fails(start(2, Entry.RankOneExits.class), this::everyoneIsThere);
        assertThat(failed.kind()).isEqualTo("worker-lost");
        assertThat(failed.rank()).hasValue(1);
        assertThat(failed)
                .hasMessageContaining("ended with exit code 7")
                .hasMessageContaining("leaving by the back door");
    }

    @Test
    void leavesInterruptsToTheLauncherAndHeedsATermination() throws Exception {
        GangRun run = start(1, Entry.Endless.class);
        RunFailed failed = fails(run, () -> {
            heard.awaitEvents("ready", 1);
            signal("INT", heard.pid(0));
            signal("TERM", heard.pid(0));
        });
        assertThat(failed.kind()).isEqualTo("worker-lost");
        assertThat(failed).hasMessageContaining("signal 15 (SIGTERM)");
    }

    @Test
    void survivesATerminationThatTheLauncherGotToo() {
        try (GangRun run = start(1, Entry.UntilStopped.class)) {
            heard.awaitEvents("ready", 1);
            signal("TERM", heard.pid(0));
            run.requestStop();
            assertThat(run.await()).containsExactly("\"stopped\"");
        }
    }

    @Test
    void endsEveryWorkerWhenClosed() throws Exception {
        GangRun run = start(1, Entry.Endless.class);
        heard.awaitEvents("ready", 1);
        run.close();
        assertThatThrownBy(run::await).isInstanceOfSatisfying(RunFailed.class, f -> assertThat(f.kind())
                .isEqualTo("stopped"));
    }

    @Test
    void carriesFilesWholeOrNotAtAll() throws Exception {
        try (GangRun run = start(2, Entry.KeepsFiles.class)) {
            assertThat(run.await()).containsExactly("true [step-1] no such file", "true [step-1] no such file");
        }
        assertThat(Files.size(root.resolve("checkpoints/step-1/weights.bin"))).isEqualTo(5 << 20);
        assertThat(Files.size(root.resolve("checkpoints/step-1/empty.bin"))).isZero();
        assertThat(root.toFile().list()).as("what is left of drafts").containsExactly("checkpoints");
    }

    @Test
    void bringsTheLaunchersDiskErrorToTheWorker() throws Exception {
        Path file = Files.createFile(root.resolve("no-directory"));
        try (GangRun run = Gangs.start(Gangs.PROCESSES, 1, Entry.CannotWrite.class, heard, file)) {
            assertThat(run.await().get(0)).contains("no-directory");
        }
    }

    @Test
    void hearsEachLineWithItsRank() {
        try (GangRun run = start(2, Entry.Talks.class)) {
            run.await();
        }
        assertThat(heard.lines()).contains("[rank 0] out of 0", "[rank 1] out of 1", "[rank 0] 训练 0", "[rank 1] 训练 1");
    }

    static void signal(String signal, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
