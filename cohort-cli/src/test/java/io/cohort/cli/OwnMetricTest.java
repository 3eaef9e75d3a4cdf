package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohort.torch.metric.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that a job asks for besides: everywhere a person or a program looks for figures. */
class OwnMetricTest {

    private static final List<String> FIGURES = List.of("top2Accuracy", "samplesSeen", "costOfMistakes");

    @TempDir
    static Path folder;

    private static Path job;
    private static Path run;
    private static Ran trained;

    /** How many samples it was shown. */
    public static final class SamplesSeen implements Metric {
        @Override
        public String name() {
            return "samplesSeen";
        }

        @Override
        public int sums() {
            return 1;
        }

        @Override
        public void add(double target, double[] outputs, double[] sums) {
            sums[0]++;
        }

        @Override
        public double figure(double[] sums) {
            return sums[0];
        }
    }

    /** A mistake about a virginica costs ten times as much. */
    public static final class Cost implements Metric {
        @Override
        public String name() {
            return "costOfMistakes";
        }

        @Override
        public int sums() {
            return 2;
        }

        @Override
        public void add(double target, double[] outputs, double[] sums) {
            sums[0]++;
            sums[1] += (1 - outputs[(int) target]) * (target == 2 ? 10 : 1);
        }

        @Override
        public double figure(double[] sums) {
            return sums[1] / sums[0];
        }
    }

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run");
        job = Files.writeString(
                folder.resolve("iris.yaml"),
                """
                data: { name: iris, test: 0.3 }
                model: { name: mlp, hidden: [8] }
                metrics: { topK: 2, class: [%s, %s] }
                optimizer: { lr: 0.1 }
                train: { epochs: 3, batch: 30 }
                parallel: { workers: 3, engine: threads }
                """
                        .formatted(SamplesSeen.class.getName(), Cost.class.getName()));
        trained = Ran.cohort("train", job.toString(), "--out", run.toString(), "--json");
        assertThat(trained.exit()).as(trained.err()).isZero();
    }

    @Test
    void standInTheSummaryAndInEachEpoch() {
        assertThat(trained.last()).containsKeys(FIGURES.toArray(new String[0]));
        assertThat(trained.objects())
                .filteredOn(event -> event.get("type").equals("epoch"))
                .hasSize(3)
                .allSatisfy(epoch -> assertThat(epoch).containsKeys(FIGURES.toArray(new String[0])));
        assertThat(trained.err()).containsSubsequence("top2Accuracy", "costOfMistakes", "loss", "epochs");
    }

    @Test
    void countEachSampleOnceWithThreeWorkers() {
        assertThat(trained.last()).containsEntry("samplesSeen", 45.0);
    }

    @Test
    void areMeasuredByEvaluateAsTheRunMeasuredThem() {
        Ran measured = Ran.cohort("evaluate", run.toString(), "--data", job.toString(), "--json");

        for (String figure : FIGURES) {
            assertThat((Double) measured.last().get(figure))
                    .as(figure)
                    .isCloseTo((Double) trained.last().get(figure), within(1e-6));
        }
        assertThat(measured.err()).contains(FIGURES.toArray(new String[0]));
    }

    @Test
    void standInTheReportAndInShow() throws IOException {
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("top2 accuracy", "cost of mistakes", "samples seen");
        assertThat(Ran.cohort("show", run.toString()).out())
                .containsSubsequence("costOfMistakes", "top2Accuracy, held out", "costOfMistakes, held out");
        assertThat(Ran.cohort("show", run.toString(), "--json").last().get("summary"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("samplesSeen", 45.0);
    }

    @Test
    void areNotNeededToPredict() throws IOException {
        Path manifest = run.resolve("model/manifest.json");
        String kept = Files.readString(manifest);
        Files.writeString(manifest, kept.replace(Cost.class.getName(), "com.acme.Gone"));
        try {
            Path out = folder.resolve("predictions.csv");
            Ran predicted = Ran.cohort("predict", run.toString(), "--data", "iris", "--out", out.toString());
            Ran measured = Ran.cohort("evaluate", run.toString(), "--data", "iris");

            assertThat(predicted.exit()).as(predicted.err()).isZero();
            assertThat(measured.exit()).isEqualTo(2);
            assertThat(measured.err()).contains("com.acme.Gone", "class path");
        } finally {
            Files.writeString(manifest, kept);
        }
    }
}
