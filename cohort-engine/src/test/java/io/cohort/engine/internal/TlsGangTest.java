package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.TlsFiles;
import io.cohort.core.error.RunFailed;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.engine.DirectoryArtifacts;
import io.cohort.engine.Engine;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Gang;
import io.cohort.engine.GangRun;
import io.cohort.engine.entries.JoinProgram;
import io.cohort.engine.entries.Summing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose control and data connections are encrypted, and who is let in. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsGangTest {

    private static final Path FILES = Path.of("..", "cohort-comm", "src", "test", "resources", "fixtures", "tls");
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    Path root;

    private final Recording heard = new Recording();

    private static TlsFiles files(String authority, String name) {
        return new TlsFiles(
                FILES.resolve(authority + ".pem").toAbsolutePath(),
                FILES.resolve(name + ".pem").toAbsolutePath(),
                FILES.resolve(name + ".key").toAbsolutePath());
    }

    private GangRun listening(TlsFiles files) {
        EngineOptions options = new EngineOptions(
                        "processes", "cpu", "tcp", "auto", 1, Duration.ofMinutes(1), "fail", 1L << 30)
                .withTls(files);
        Gang gang = new Gang("far", Gangs.workers(2), Summing.Adds.class, "", options, 1, "127.0.0.1:0");
        return Engine.named("processes").gang(gang, heard, new DirectoryArtifacts(root));
    }

    private String address() {
        Event listening = heard.awaitEvents("listening", 1).get(0);
        return (String) listening.fields().get("address");
    }

    private Path token() {
        return Path.of(
                (String) heard.awaitEvents("listening", 1).get(0).fields().get("tokenFile"));
    }

    @Test
    void addsUpWithAWorkerThatJoinsEncrypted() throws Exception {
        try (GangRun run = listening(files("ca", "worker"))) {
            assertThat((String)
                            heard.awaitEvents("listening", 1).get(0).fields().get("message"))
                    .endsWith(" --tls DIR");
            TlsFiles own = files("ca", "rsa");
            String[] arguments = Stream.of(address(), "1", token(), own.ca(), own.cert(), own.key())
                    .map(String::valueOf)
                    .toArray(String[]::new);
            ChildProcess join = ChildProcess.start(
                    new JvmCommand(Gangs.PROCESSES, 1).command(JoinProgram.class, arguments), "", l -> {});
            assertThat(run.await()).containsExactly("tcp 3.0", "tcp 3.0");
            run.announce("{}");
            run.close();
            assertThat(join.ended().get(10, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void refusesWhoeverHasNoCertificateOfTheRunAndLogsEach() throws Exception {
        PrintStream err = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (GangRun run = listening(files("ca", "worker"))) {
            Path wrong = Files.writeString(root.resolve("wrong.token"), "0".repeat(64));
            assertRefused(files("other-ca", "stranger"), token(), "tls-refused");
            assertThatThrownBy(() -> new Joining(address(), 1, token(), null, line -> {}).join(Duration.ofMillis(500)))
                    .isInstanceOfSatisfying(
                            RunFailed.class, f -> assertThat(f.fix()).contains("give --tls DIR"));
            assertRefused(files("ca", "rsa"), wrong, "wrong-token");
            assertThat(heardByAStranger()).as("an alert at most").isLessThanOrEqualTo(7);
            assertThat(Eventually.within(TEN_SECONDS, () -> refusals(log) >= 4)).isTrue();
            assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("it does not speak TLS", "its token is not this run's");
            assertThat(heard.events("worker")).allMatch(worker -> worker.rank() == 0);
        } finally {
            System.setErr(err);
            err.print(log.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void refusesALauncherWhoseCertificateNamesAnotherHost() throws Exception {
        try (GangRun run = listening(files("ca", "elsewhere"))) {
            heard.awaitEvents("worker", 1); // its own host's workers know where they come from
            assertRefused(files("ca", "worker"), token(), "tls-refused");
        }
    }

    @Test
    void refusesALauncherThatDoesNotEncrypt() throws Exception {
        try (GangRun run = listening(null)) {
            assertRefused(files("ca", "worker"), token(), "tls-refused");
        }
    }

    @Test
    void refusesFilesThatDoNotFitBeforeAnythingStarts() {
        assertThatThrownBy(() -> listening(files("ca", "stranger")))
                .isInstanceOfSatisfying(
                        UserMistake.class, m -> assertThat(m.kind()).isEqualTo("tls-files"));
    }

    private void assertRefused(TlsFiles files, Path token, String kind) throws IOException {
        Joining joining = new Joining(address(), 1, token, files, line -> {});
        assertThatThrownBy(() -> joining.join(TEN_SECONDS))
                .isInstanceOfSatisfying(UserMistake.class, m -> assertThat(m.kind())
                        .as(String.valueOf(m.getMessage()))
                        .isEqualTo(kind));
    }

    private static long refusals(ByteArrayOutputStream log) {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("refused a connection from /127.0.0.1:"))
                .count();
    }

    /** How many bytes come back to one who speaks HTTP. */
    private int heardByAStranger() throws IOException {
        HostPort launcher = HostPort.parse("test", address(), 1);
        try (Socket socket = new Socket(launcher.host(), launcher.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().readAllBytes().length;
        } catch (java.net.SocketException e) {
            return 0; // Cut off, since it had said more than was read.
        }
    }
}
