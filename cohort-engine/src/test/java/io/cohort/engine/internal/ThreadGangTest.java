package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.engine.DirectoryArtifacts;
import io.cohort.engine.Engine;
import io.cohort.engine.Gang;
import io.cohort.engine.GangRun;
import io.cohort.engine.Role;
import io.cohort.engine.WorkerEntry;
import io.cohort.engine.entries.Entry;
import io.cohort.engine.entries.Summing;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadGangTest {

    @TempDir
    Path root;

    private final Recording heard = new Recording();

    private GangRun start(int workers, Class<? extends WorkerEntry> entry) {
        return Gangs.start(Gangs.THREADS, workers, entry, heard, root);
    }

    private RunFailed fails(GangRun run) {
        try (run) {
            run.await();
        } catch (RunFailed failed) {
            return failed;
        }
        throw new AssertionError("the gang did not fail");
    }

    @Test
    void letsWorkersMeet() {
        try (GangRun run = start(3, Entry.Meets.class)) {
            assertThat(run.await())
                    .containsExactly(
                            "{\"rank\":0,\"all\":\"r0,r1,r2;r0,r1,r2\",\"word\":\"payload-α\"}",
                            "{\"rank\":1,\"all\":\"r0,r1,r2;r0,r1,r2\",\"word\":\"payload-α\"}",
                            "{\"rank\":2,\"all\":\"r0,r1,r2;r0,r1,r2\",\"word\":\"payload-α\"}");
        }
        assertThat(heard.events("worker")).extracting(Event::rank).containsExactly(0, 1, 2);
        assertThat(heard.events("met")).extracting(Event::rank).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(torch.get_num_threads()).isEqualTo(1);
    }

    @Test
    void joinsRolesInOneGroup() {
        List<Role> roles = List.of(new Role("worker", 2, Role.OnLoss.FAIL), new Role("server", 1, Role.OnLoss.FAIL));
        Gang gang = new Gang("roles", roles, Summing.AddsAcrossRoles.class, "job", Gangs.THREADS);
        try (GangRun run = Engine.named("threads").gang(gang, heard, new DirectoryArtifacts(root))) {
            assertThat(run.await())
                    .containsExactly(
                            "worker: 0 adds 3.0, 1 adds 6.0",
                            "worker: 1 adds 3.0, 2 adds 6.0",
                            "server: 0 adds 3.0, 0 adds 6.0");
        }
    }

    @Test
    void givesRanksThroughTheRoles() {
        List<Role> roles = List.of(new Role("worker", 2, Role.OnLoss.FAIL), new Role("server", 1, Role.OnLoss.FAIL));
        Gang gang = new Gang("roles", roles, Entry.TellsItsPlace.class, "job", Gangs.THREADS);
        try (GangRun run = Engine.named("threads").gang(gang, heard, new DirectoryArtifacts(root))) {
            assertThat(run.await())
                    .containsExactly(
                            "worker-0 worker 0/3 g0 job PT1M",
                            "worker-1 worker 1/3 g0 job PT1M",
                            "server-0 server 2/3 g0 job PT1M");
        }
    }

    @Test
    void namesTheRankWhoseEntryThrew() {
        RunFailed failed = fails(start(2, Entry.RankOneThrows.class));
        assertThat(failed.kind()).isEqualTo("worker-failed");
        assertThat(failed.rank()).hasValue(1);
        assertThat(failed).hasMessageContaining("the data of rank 1 is bad");
        assertThat(heard.lines()).anyMatch(l -> l.startsWith("[rank 1] java.lang.IllegalStateException"));
    }

    @Test
    void namesTheRankThatLeftWhileOthersWait() {
        RunFailed failed = fails(start(2, Entry.RankOneLeaves.class));
        assertThat(failed.kind()).isEqualTo("disagreement");
        assertThat(failed.rank()).hasValue(1);
    }

    @Test
    void stopsWhenAsked() {
        try (GangRun run = start(2, Entry.UntilStopped.class)) {
            heard.awaitEvents("ready", 2);
            run.requestStop();
            assertThat(run.await()).containsExactly("\"stopped\"", "\"stopped\"");
        }
    }

    @Test
    void endsEveryWorkerWhenClosed() {
        GangRun run = start(2, Entry.Endless.class);
        heard.awaitEvents("ready", 2);
        run.close();
        assertThat(fails(run).kind()).isEqualTo("stopped");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.isAlive() && t.getName().startsWith("test-worker"));
    }

    @Test
    void keepsFilesWholeOrNotAtAll() {
        try (GangRun run = start(2, Entry.KeepsFiles.class)) {
            assertThat(run.await()).containsExactly("true [step-1] no such file", "true [step-1] no such file");
        }
    }

    @Test
    void namesTheNearestEngine() {
        assertThatThrownBy(() -> Engine.named("process"))
                .isInstanceOf(UserMistake.class)
                .hasMessage(
                        "parallel.engine=process: must be one of processes, threads. Use parallel.engine=processes");
    }

    @Test
    void refusesThreadsFromOtherHosts() {
        Gang gang = new Gang("far", Gangs.workers(2), Entry.Meets.class, "", Gangs.THREADS, 1, "127.0.0.1:0");
        assertThatThrownBy(() -> Engine.named("threads").gang(gang, heard, new DirectoryArtifacts(root)))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("Use --engine processes");
    }
}
