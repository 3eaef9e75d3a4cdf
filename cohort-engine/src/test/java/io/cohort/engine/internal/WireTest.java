package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.Liveness.Suspicion;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.core.error.UserMistake;
import io.cohort.engine.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the control connection and around it. */
class WireTest {

    private static final OperationState STATE = new OperationState("worker", 7, "all-reduce sum float32[3]", 1, false);

    static List<Message> messages() {
        Verdict verdict = new Verdict("worker-lost", 1, "rank 1 …", "do this");
        return List.of(
                new Message.Hello(3, "host", 42),
                new Message.Stop(),
                new Message.Done(),
                new Message.Report(new Suspicion("timeout", 1, STATE, "detail")),
                new Message.Waiting(STATE),
                new Message.Failed(new Failure("worker-failed", "boom", "fix", verdict)),
                new Message.Refusal(9, "refused", "no", null),
                new Message.ArtifactRequest(3, Message.ArtifactOperation.WRITE, "a/b", 4),
                new Message.Welcome(
                        1,
                        List.of(new Role("worker", 2, Role.OnLoss.FAIL)),
                        0,
                        "Entry",
                        "",
                        Message.WireOptions.of(Gangs.PROCESSES)),
                new Message.WorkerGone(4, 137, List.of("a", "b")),
                new Message.Ended(verdict));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void bringsEveryMessageBackWithItsPayload(Message message) {
        Envelope.Marshaller marshaller = new Envelope.Marshaller();
        Envelope back = marshaller.parse(marshaller.stream(Envelope.of(message, "payload-α")));
        assertThat(back.message()).isEqualTo(message);
        assertThat(back.text()).isEqualTo("payload-α");
    }

    @Test
    void keepsOptionsAsTheyAre() {
        assertThat(Message.WireOptions.of(Gangs.PROCESSES).options()).isEqualTo(Gangs.PROCESSES);
    }

    @Test
    void cutsAnAnswerIntoItsParts() {
        List<byte[]> parts = List.of(new byte[] {1, 2}, new byte[0], new byte[] {3});
        assertThat(Envelope.answer(1, parts).parts()).containsExactly(parts.get(0), parts.get(1), parts.get(2));
    }

    @Test
    void refusesAHeadOfAbsurdLength() {
        InputStream absurd = new ByteArrayInputStream(new byte[] {0x7f, 0, 0, 0, '{', '}'});
        assertThatThrownBy(() -> new Envelope.Marshaller().parse(absurd)).hasMessageContaining("bytes");
    }

    @Test
    void readsLinesAndCutsEndlessOnes() throws IOException {
        List<String> lines = new ArrayList<>();
        byte[] text = "one\r\nzwölf\n\nabcdefghij".getBytes(StandardCharsets.UTF_8);
        Lines.read(new ByteArrayInputStream(text), 8, lines::add);
        assertThat(lines).containsExactly("one", "zwölf", "", "abcdefgh", "ij");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":1",
                "host:0",
                "host:65536",
                "host:-1",
                "host:12x",
                "a:b:1",
                "[::1]",
                "::1:80"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> HostPort.parse("join", text, 1))
                .isInstanceOfSatisfying(
                        UserMistake.class, m -> assertThat(m.kind()).isEqualTo("bad-address"))
                .hasMessageContaining("must be HOST:PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alder:7070", "127.0.0.1:1", "[::1]:65535"})
    void readsAnAddressAndWritesItBack(String text) {
        assertThat(HostPort.parse("join", text, 1)).hasToString(text);
    }

    @Test
    void bringsEventsOntoTheLaunchersClock() {
        LauncherClock clock = new LauncherClock();
        assertThat(clock.isKnown()).isFalse();
        clock.answered(1_000, 61_500, 2_000);
        assertThat(clock.isKnown()).isTrue();
        assertThat(clock.offsetMs()).isEqualTo(60_000);
        clock.answered(3_000, 63_011, 3_010);
        assertThat(clock.offsetMs())
                .as("a quicker answer is the better measure")
                .isEqualTo(60_006);
        clock.answered(4_000, 70_000, 5_000);
        assertThat(clock.offsetMs()).isEqualTo(60_006);
    }

    @Test
    void takesClocksAsEqualWithinTheErrorOfTheMeasure() {
        LauncherClock clock = new LauncherClock();
        clock.answered(1_000, 1_009, 1_010);
        assertThat(clock.offsetMs()).isZero();
    }

    @Test
    void saysWhatAnExitCodeMeans() {
        assertThat(ExitCode.loss(137, List.of()).how()).isEqualTo("killed by signal 9 (SIGKILL)");
        assertThat(ExitCode.loss(3, List.of()).fix()).contains("parallel.memory");
        assertThat(ExitCode.loss(0, List.of()).how()).contains("exit code 0 before its work was done");
    }

    @Test
    void startsAJvmForItsShareOfTheMemory() {
        List<String> flags = new JvmCommand(Gangs.PROCESSES, 2).flags();
        assertThat(flags)
                .contains(
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=" + (1L << 30),
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx" + (256L << 20),
                        "-XX:TieredStopAtLevel=1")
                .noneMatch(f -> f.contains("oken"));
    }

    @Test
    void quotesAClassPathForAnArgumentFile() {
        assertThat(JvmCommand.argumentFile("C:\\my jars\\a.jar:b.jar"))
                .isEqualTo("-cp \"C:\\\\my jars\\\\a.jar:b.jar\"\n");
    }
}
