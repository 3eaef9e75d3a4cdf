package io.cohort.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.event.Event;
import io.cohort.engine.DirectoryArtifacts;
import io.cohort.engine.Engine;
import io.cohort.engine.Gang;
import io.cohort.engine.GangRun;
import io.cohort.engine.entries.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several hosts join at once; this test speaks for them, in whatever order it likes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JoiningAtOnceTest {

    @TempDir
    Path root;

    private final Recording heard = new Recording();
    private final List<Voice> voices = new ArrayList<>();
    private @Nullable GangRun run;

    /** One control stream of a joining command or of a worker that it brought. */
    private static final class Voice implements ControlStream.Receiver {

        private final ControlStream stream;
        private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        Voice(HostPort launcher, String token) {
            stream = ControlStream.open(launcher.socketAddress(), token, null, true, this);
        }

        Message ask(Message message) throws InterruptedException {
            stream.send(message);
            return heard.take();
        }

        @Override
        public void message(Envelope envelope) {
            heard.add(envelope.message());
            if (envelope.message() instanceof Message.Ended) {
                stream.abandon(); // as a worker ends when it hears the verdict
            }
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            if (cause == null) {
                closed.complete(null);
            } else {
                closed.completeExceptionally(cause);
            }
        }
    }

    @BeforeEach
    void listen() {
        Gang gang = new Gang("far", Gangs.workers(6), Entry.Meets.class, "", Gangs.PROCESSES, 6, "127.0.0.1:0");
        run = Engine.named("processes").gang(gang, heard, new DirectoryArtifacts(root));
    }

    @AfterEach
    void end() {
        voices.forEach(voice -> voice.stream.abandon());
        if (run != null) {
            run.close();
        }
    }

    private Voice voice() throws Exception {
        Event listening = heard.awaitEvents("listening", 1).get(0);
        String address = (String) listening.fields().get("address");
        Path token = Path.of((String) listening.fields().get("tokenFile"));
        Voice voice = new Voice(
                HostPort.parse("test", address, 1), Files.readString(token).strip());
        voices.add(voice);
        return voice;
    }

    private static int welcomed(Voice joining, String host, int workers) throws InterruptedException {
        Message answer = joining.ask(new Message.JoinHello(host, workers));
        assertThat(answer).isInstanceOf(Message.JoinWelcome.class);
        return ((Message.JoinWelcome) answer).firstRank();
    }

    /** A worker arrives; the next one comes only when it has been counted. */
    private void arrives(int rank, String host) throws Exception {
        int before = heard.events("worker").size();
        voice().stream.send(new Message.Hello(rank, host, 1000 + rank));
        heard.awaitEvents("worker", before + 1);
    }

    @Test
    void givesTheWorkersOfOneHostRanksInARowWhenHostsArriveMixed() throws Exception {
        int a = welcomed(voice(), "a", 2);
        int b = welcomed(voice(), "b", 2);
        int c = welcomed(voice(), "c", 2);
        arrives(c + 1, "c");
        arrives(a, "a");
        arrives(b + 1, "b");
        arrives(b, "b");
        arrives(c, "c");
        arrives(a + 1, "a");
        assertThat(heard.events("worker"))
                .extracting(Event::rank, worker -> worker.fields().get("host"))
                .containsExactlyInAnyOrder(
                        Tuple.tuple(0, "a"),
                        Tuple.tuple(1, "a"),
                        Tuple.tuple(2, "b"),
                        Tuple.tuple(3, "b"),
                        Tuple.tuple(4, "c"),
                        Tuple.tuple(5, "c"));
        for (Voice worker : voices.subList(3, 9)) {
            assertThat(worker.heard.take()).as("the gang begins").isInstanceOf(Message.Welcome.class);
        }
    }

    @Test
    void turnsAwayAWorkerFromThePlaceOfAnotherHost() throws Exception {
        welcomed(voice(), "a", 2);
        welcomed(voice(), "b", 2);
        Voice stray = voice();
        stray.stream.send(new Message.Hello(2, "a", 7));
        assertThatThrownBy(() -> stray.closed.get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("there is no place for this worker");
        Voice unannounced = voice();
        unannounced.stream.send(new Message.Hello(5, "c", 7));
        assertThatThrownBy(() -> unannounced.closed.get()).hasMessageContaining("there is no place for this worker");
        assertThat(heard.events("worker")).isEmpty();
    }

    @Test
    void givesThePlacesOfACommandThatLeftBeforeItsWorkersCameToTheNext() throws Exception {
        Voice hasty = voice();
        assertThat(welcomed(hasty, "a", 4)).isZero();
        assertThat(voice().ask(new Message.JoinHello("b", 3)))
                .isInstanceOfSatisfying(Message.JoinRefused.class, refused -> assertThat(refused.rule())
                        .startsWith("must be at most 2"));
        hasty.stream.abandon();
        assertThat(Eventually.within(java.time.Duration.ofSeconds(20), this::threeAreTaken))
                .isTrue();
    }

    /** The launcher hears a little later that a stream is gone. */
    private boolean threeAreTaken() {
        try {
            return voice().ask(new Message.JoinHello("b", 3)) instanceof Message.JoinWelcome welcome
                    && welcome.firstRank() == 0;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void namesTheWorkerThatItsCommandSawDie() throws Exception {
        welcomed(voice(), "a", 2);
        Voice second = voice();
        int b = welcomed(second, "b", 4);
        arrives(b, "b");
        second.stream.send(new Message.WorkerGone(b + 2, 137, List.of("last words")));
        GangRun going = java.util.Objects.requireNonNull(run);
        assertThatThrownBy(going::await)
                .hasMessageContaining("rank " + (b + 2))
                .hasMessageContaining("signal 9 (SIGKILL)");
    }
}
