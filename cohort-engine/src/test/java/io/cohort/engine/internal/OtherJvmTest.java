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
import io.cohort.engine.WorkerEntry;
import io.cohort.engine.entries.Entry;
import io.cohort.engine.entries.JoinProgram;
import io.cohort.engine.entries.LauncherProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Launchers and joining commands in JVMs of their own. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherJvmTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    Path root;

    private final Recording heard = new Recording();
    private final Recording other = new Recording();
    private final List<ChildProcess> programs = new ArrayList<>();

    @AfterEach
    void endPrograms() {
        programs.forEach(ChildProcess::kill);
    }

    private ChildProcess program(Class<?> main, String... arguments) throws IOException {
        ChildProcess program = ChildProcess.start(
                new JvmCommand(Gangs.PROCESSES, 1).command(main, arguments), "", line -> other.log(0, line));
        programs.add(program);
        return program;
    }

    private GangRun listening(int workers, Class<? extends WorkerEntry> entry) {
        Gang gang = new Gang("far", Gangs.workers(workers), entry, "payload-α", Gangs.PROCESSES, 1, "127.0.0.1:0");
        return Engine.named("processes").gang(gang, heard, new DirectoryArtifacts(root));
    }

    private Event address() {
        return heard.awaitEvents("listening", 1).get(0);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void leavesNoWorkerWhenTheLauncherIsKilled() throws Exception {
        ChildProcess launcher = program(LauncherProgram.class, root.toString());
        other.awaitLine(l -> l.endsWith("] ready "));
        List<Long> workers = other.lines().stream()
                .filter(l -> l.contains("] worker "))
                .map(l -> Long.parseLong(l.substring(l.lastIndexOf(' ') + 1)))
                .toList();
        assertThat(workers).hasSize(2).allMatch(OtherJvmTest::isAlive);
        ProcessHandle.of(launcher.pid()).orElseThrow().destroyForcibly();
        assertThat(Eventually.within(TEN_SECONDS, () -> workers.stream().noneMatch(OtherJvmTest::isAlive)))
                .isTrue();
    }

    @Test
    void takesWorkersFromAnotherCommandAndTellsItTheEnd() throws Exception {
        try (GangRun run = listening(2, Entry.Meets.class)) {
            Path token = Path.of((String) address().fields().get("tokenFile"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                    .isEqualTo("rw-------");
            ChildProcess join =
                    program(JoinProgram.class, (String) address().fields().get("address"), "1", token.toString());
            assertThat(run.await()).hasSize(2).allMatch(r -> r.contains("r0,r1;r0,r1"));
            assertThat(ProcessHandle.of(heard.pid(0)).flatMap(ProcessHandle::parent))
                    .isEmpty();
            run.announce("{\"accuracy\":1}");
            run.close();
            assertThat(join.ended().get(10, TimeUnit.SECONDS)).isZero();
            assertThat(other.lines()).contains("[rank 0] announced {\"accuracy\":1}");
            assertThat(token).doesNotExist();
        }
    }

    @Test
    void takesATokenThatWasMadeBeforeAndLeavesItsFile() throws Exception {
        Path token = Files.writeString(root.resolve("token"), "0123456789abcdef".repeat(4) + "\n");
        Gang gang = new Gang(
                "far", Gangs.workers(2), Entry.Meets.class, "payload-α", Gangs.PROCESSES, 1, "127.0.0.1:0", token);
        try (GangRun run = Engine.named("processes").gang(gang, heard, new DirectoryArtifacts(root))) {
            assertThat(address().fields()).containsEntry("tokenFile", token.toString());
            program(JoinProgram.class, (String) address().fields().get("address"), "1", token.toString());
            assertThat(run.await()).hasSize(2);
        }
        assertThat(token).exists();
    }

    @Test
    void tellsTheOtherCommandTheVerdict() throws Exception {
        try (GangRun run = listening(2, Entry.WaitsForRankOne.class)) {
            ChildProcess join =
                    program(JoinProgram.class, (String) address().fields().get("address"), "1", (String)
                            address().fields().get("tokenFile"));
            heard.awaitEvents("ready", 2);
            ProcessHandle.of(heard.pid(1)).orElseThrow().destroyForcibly();
            assertThatThrownBy(run::await)
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.rank()).hasValue(1))
                    .hasMessageContaining("signal 9 (SIGKILL)")
                    .hasMessageContaining("rank 1 is about to wait");
            assertThat(join.ended().get(10, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(other.lines())
                    .contains("[rank 0] log [rank 1] rank 1 is about to wait")
                    .anyMatch(l -> l.startsWith("[rank 0] error worker-lost rank 1 (worker-1"));
        }
    }

    @Test
    @Tag("long")
    void endsTheWorkersOfACommandThatIsKilled() throws Exception {
        try (GangRun run = listening(2, Entry.WaitsForRankOne.class)) {
            ChildProcess join =
                    program(JoinProgram.class, (String) address().fields().get("address"), "1", (String)
                            address().fields().get("tokenFile"));
            heard.awaitEvents("ready", 2);
            join.kill();
            assertThatThrownBy(run::await)
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.rank()).hasValue(1))
                    .hasMessageContaining("its connection to the launcher closed");
            assertThat(isAlive(heard.pid(1))).isFalse();
        }
    }

    @Test
    void refusesAWrongTokenAndTooManyWorkers() throws Exception {
        Path wrong = Files.writeString(root.resolve("wrong.token"), "0".repeat(64));
        try (GangRun run = listening(1, Entry.Meets.class)) {
            String address = (String) address().fields().get("address");
            Path token = Path.of((String) address().fields().get("tokenFile"));
            assertMistake("wrong-token", () -> new Joining(address, 1, wrong, null, l -> {}).join(TEN_SECONDS));
            assertMistake("too-many-workers", () -> new Joining(address, 2, token, null, l -> {}).join(TEN_SECONDS));
            assertMistake("no-token-file", () -> new Joining(address, 1, root.resolve("none"), null, l -> {})
                    .join(TEN_SECONDS));
            assertMistake("bad-address", () -> new Joining("nowhere", 1, token, null, l -> {}).join(TEN_SECONDS));
            Gang same = new Gang("far", Gangs.workers(1), Entry.Meets.class, "", Gangs.PROCESSES, 1, address);
            assertMistake(
                    "port-in-use", () -> Engine.named("processes").gang(same, heard, new DirectoryArtifacts(root)));
        }
    }

    @Test
    void saysThatNoLauncherAnswers() throws Exception {
        Path token = Files.writeString(root.resolve("some.token"), "0".repeat(64));
        try (Socket deaf = new Socket()) { // holds a port on which nobody listens
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "127.0.0.1:" + deaf.getLocalPort();
            assertThatThrownBy(() -> new Joining(address, 1, token, null, l -> {}).join(Duration.ofMillis(500)))
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.kind()).isEqualTo("no-launcher"));
        }
    }

    private static void assertMistake(String kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(UserMistake.class, m -> assertThat(m.kind())
                .isEqualTo(kind));
    }
}
