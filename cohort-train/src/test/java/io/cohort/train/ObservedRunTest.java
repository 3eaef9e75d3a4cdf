package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunInterrupted;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunHistory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs, and all that follows them. */
class ObservedRunTest {

    private static final List<String> SCRAPED = new ArrayList<>();

    @TempDir
    static Path folder;

    private static Path whole;
    private static URI metrics;

    private static Job job(String... overrides) {
        String iris =
                """
                name: iris
                data: iris
                model: { name: mlp, hidden: [8] }
                train: { epochs: 3, batch: 30 }
                parallel: { workers: 2, engine: threads }
                """;
        return Job.parse(iris, Path.of("").toAbsolutePath(), List.of(overrides));
    }

    private static Training training(Path run, String... overrides) {
        return Training.prepare(job(overrides), new Training.Options(run, null, 0));
    }

    private static List<String> files(Path run) {
        return List.of(run.toFile().list());
    }

    @BeforeAll
    static void oneRunWithAllThatCanFollowIt() {
        whole = folder.resolve("whole");
        EventSink scraping = event -> {
            if (event.type().equals("listening")) {
                metrics = URI.create("http://127.0.0.1:" + event.fields().get("port") + "/metrics");
            }
            if (event.type().equals("epoch")) {
                SCRAPED.add(get(metrics));
            }
        };
        training(whole, "observe.prometheus=0", "observe.tensorboard=true").run(scraping, line -> {});
    }

    @Test
    void leavesAReport() throws IOException {
        assertThat(Files.readString(whole.resolve("report.html")))
                .contains("state done", "name: iris", "report: true", "setosa");
    }

    @Test
    void countsEachHeldOutSampleOnceInTheConfusion() {
        try (RunDirectory run = RunDirectory.open(whole)) {
            RunHistory history = RunHistory.of(run);
            var confusion = history.confusion().orElseThrow();
            long right = confusion.count(0, 0) + confusion.count(1, 1) + confusion.count(2, 2);

            assertThat(confusion.classes()).hasSize(3);
            assertThat(confusion.samples()).isEqualTo(30);
            assertThat(history.summary()).containsEntry("accuracy", right / 30.0);
        }
    }

    @Test
    void writesForTensorBoardWhenAskedTo() {
        assertThat(files(whole.resolve("tensorboard")))
                .singleElement()
                .asString()
                .startsWith("events.out.tfevents.");
    }

    @Test
    void offersItsFiguresWhileItGoesAndNotAfter() {
        assertThat(SCRAPED).hasSize(3);
        assertThat(SCRAPED.get(2))
                .contains("cohort_run_info{job=\"iris\"", "\ncohort_step 12\n", "\ncohort_total_steps 12\n")
                .contains("\ncohort_epoch 3\n", "\ncohort_accuracy ", "\ncohort_held_out_loss ");
        assertThatThrownBy(() -> get(metrics)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void leavesNothingThatNobodyAskedFor() {
        Path run = folder.resolve("bare");
        training(run, "observe.report=false", "train.epochs=1").run(EventSink.NONE, line -> {});

        assertThat(files(run)).contains("model").doesNotContain("report.html", "tensorboard");
    }

    private static String get(URI at) {
        try (InputStream stream = at.toURL().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesATakenPortBeforeAnythingIsWritten() throws IOException {
        Path run = folder.resolve("none");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Training training = training(run, "observe.prometheus=" + taken.getLocalPort());

            assertThatThrownBy(() -> training.run(EventSink.NONE, line -> {}))
                    .isInstanceOfSatisfying(UserMistake.class, mistake -> assertThat(mistake.kind())
                            .isEqualTo("port-in-use"));
        }
        assertThat(run).doesNotExist();
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatThrownBy(() -> job("observe.prometheus=often"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("observe.prometheus=often: must be a port");
        assertThatThrownBy(() -> job("observe.tensorbord=true")).hasMessageContaining("tensorboard");
    }

    @Test
    void leavesAReportOfARunThatIsStoppedAndOneOfItAllWhenItGoesOn() throws IOException {
        Path run = folder.resolve("stopped");
        Training stopped = training(run, "train.epochs=40", "observe.tensorboard=true");
        assertThatThrownBy(() -> stopped.run(stopAfterEpoch(stopped, 2), line -> {}))
                .isInstanceOf(RunInterrupted.class);
        String first = Files.readString(run.resolve("report.html"));

        Training.resume(run).run(EventSink.NONE, line -> {});
        String whole = Files.readString(run.resolve("report.html"));

        assertThat(first).contains("state interrupted", "<b>interrupted</b>", "Go on with: cohort train --resume");
        assertThat(whole).contains("state done", "resumed once", ">40<");
        assertThat(files(run.resolve("tensorboard"))).hasSize(2);
    }

    private static EventSink stopAfterEpoch(Training training, long epoch) {
        return event -> {
            if (event.type().equals("epoch") && ((Number) event.fields().get("epoch")).longValue() == epoch) {
                training.requestStop();
            }
        };
    }
}
