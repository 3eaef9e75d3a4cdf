package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small run on threads, and every command that looks at it. */
class OneRunTest {

    private static final int FIGURES_DIGITS = 6;

    @TempDir
    static Path folder;

    private static Path job;
    private static Path run;
    private static Ran trained;

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run");
        job = Files.writeString(
                folder.resolve("iris.yaml"),
                """
                name: iris
                data: { name: iris, test: 0.2 }
                model: { name: mlp, hidden: [8] }
                optimizer: { name: sgd, lr: 0.1 }
                train: { epochs: 3, batch: 30 }
                parallel: { workers: 2, engine: threads }
                """);
        trained = Ran.cohort("train", job.toString(), "--out", run.toString(), "--json");
        assertThat(trained.exit()).as(trained.err()).isZero();
    }

    @Test
    void streamsOneObjectALineFromStartedToSummary() {
        List<Object> types =
                trained.objects().stream().map(event -> event.get("type")).toList();

        assertThat(types)
                .startsWith("started")
                .contains("worker", "epoch", "checkpoint")
                .endsWith("summary");
        assertThat(types).filteredOn("epoch"::equals).hasSize(3);
        assertThat(types).filteredOn("summary"::equals).hasSize(1);
        assertThat(trained.out().lines()).allMatch(line -> line.startsWith("{\"type\":\""));
    }

    @Test
    void summarisesWithEveryFigureThatIsPromised() {
        assertThat(trained.last())
                .containsKeys("run", "workers", "engine", "strategy", "epochs", "steps", "samples", "seconds")
                .containsKeys("samplesPerSecond", "loss", "accuracy", "precision", "recall", "f1", "bytesSent")
                .containsKeys("parameters", "parametersSha256");
    }

    @Test
    void showsPeopleTheSameOnStandardError() {
        assertThat(trained.err())
                .containsSubsequence("training iris: 2 workers (threads)", "epoch ", "accuracy", "sha256");
    }

    @Test
    void measuresTheHeldOutSamplesAsTheRunDid() {
        Map<String, Object> measured = Ran.cohort("evaluate", run.toString(), "--data", job.toString(), "--json")
                .last();

        assertThat(measured).containsEntry("type", "evaluation").containsEntry("samples", 30L);
        for (String figure : List.of("accuracy", "precision", "recall", "f1", "loss")) {
            assertThat(rounded(measured.get(figure)))
                    .as(figure)
                    .isEqualTo(rounded(trained.last().get(figure)));
        }
    }

    @Test
    void measuresEverySampleOfABundledSetOrASection() throws IOException {
        Path section = Files.writeString(folder.resolve("section.yaml"), "data: { name: iris }\n");

        assertThat(Ran.cohort("evaluate", run.toString(), "--data", "iris", "--json")
                        .last())
                .containsEntry("samples", 150L);
        assertThat(Ran.cohort("evaluate", run.resolve("model").toString(), "--data", section.toString(), "--json")
                        .last())
                .containsEntry("samples", 150L);
    }

    @Test
    void predictsARowForEachSample() {
        Path out = folder.resolve("predictions.csv");
        Ran predicted = Ran.cohort("predict", run.toString(), "--data", "iris", "--out", out.toString(), "--json");

        assertThat(predicted.last())
                .containsEntry("type", "prediction")
                .containsEntry("rows", 150L)
                .containsEntry("out", out.toString());
        assertThat(out).content().startsWith("id,prediction,p_").hasLineCount(151);
    }

    @Test
    void refusesDataOfAnotherKindAndWritesNoPredictions() {
        Path out = folder.resolve("none.csv");
        Ran refused = Ran.cohort("predict", run.toString(), "--data", "digits", "--out", out.toString());

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: ").doesNotContain("\tat ");
        assertThat(out).doesNotExist();
    }

    @Test
    void saysWhyPredictionsCannotBeWritten() {
        Path out = folder.resolve("none/predictions.csv");
        Ran refused = Ran.cohort("predict", run.toString(), "--data", "iris", "--out", out.toString());

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains(out + ": cannot be written: its folder does not exist");
    }

    @Test
    void refusesDataThatIsNotThere() {
        assertThat(Ran.cohort("evaluate", run.toString(), "--data", "nowhere/x.csv", "--json")
                        .last())
                .containsEntry("kind", "no-such-file");
        assertThat(Ran.cohort("evaluate", run.toString(), "--data", "irs").err())
                .contains("iris");
    }

    @Test
    void leavesAReportAndSaysWhere() {
        assertThat(trained.err()).contains(run.resolve("report.html").toString());
        assertThat(Ran.cohort("show", run.toString()).out())
                .containsSubsequence("report.html", "accuracy, held out", "mistaken")
                .contains("setosa");
        assertThat(Ran.cohort("show", run.toString(), "--json").last())
                .containsEntry("report", run.resolve("report.html").toString());
    }

    @Test
    void listsAndShowsTheRun() {
        assertThat(Ran.cohort("runs", folder.toString()).out()).containsSubsequence("run", "iris", "done");
        assertThat(Ran.cohort("show", run.toString(), "--ranks", "--json").last())
                .containsEntry("state", "done")
                .hasEntrySatisfying(
                        "ranks", ranks -> assertThat((List<?>) ranks).hasSize(2));
    }

    @Test
    void doesNotTrainIntoItTwice() {
        assertThat(Ran.cohort("train", job.toString(), "--out", run.toString(), "--json")
                        .last())
                .containsEntry("kind", "run-directory");
    }

    private static double rounded(Object figure) {
        double scale = Math.pow(10, FIGURES_DIGITS);
        return Math.round(((Number) figure).doubleValue() * scale) / scale;
    }
}
