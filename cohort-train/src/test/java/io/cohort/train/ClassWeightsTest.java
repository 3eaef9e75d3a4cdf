package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohort.core.error.UserMistake;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.Samples;
import io.cohort.torch.io.Predictor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mean of a weighted loss is over the global batch, however that is cut. */
class ClassWeightsTest {

    private static final String IRIS =
            """
            data: { name: iris, test: 0.3 }
            model: { name: mlp, hidden: [8] }
            optimizer: { name: adam, lr: 0.01 }
            train: { epochs: 2, batch: 19, clip: 1.0 }
            parallel: { engine: threads }
            """;

    @TempDir
    Path folder;

    private static Job job(String... overrides) {
        return Job.parse(IRIS, Path.of("").toAbsolutePath(), List.of(overrides));
    }

    @ParameterizedTest
    @CsvSource({"2, 1, balanced", "3, 1, balanced", "2, 1, by hand", "3, 3, by hand"})
    void severalWorkersEqualOne(int workers, int accumulate, String weights) {
        Job job = job(
                "parallel.workers=" + workers,
                "train.accumulate=" + accumulate,
                "loss.classWeights" + (weights.equals("balanced") ? "=balanced" : ".setosa=7.5"));

        Map<String, Object> verdict = Verification.run(job, 12, "float64", EventSink.NONE);

        assertThat(verdict).containsEntry("equal", true);
    }

    @Test
    void weightsChangeWhatIsLearnedAndEqualOnesDoNot() {
        Object plain = sha("plain");

        assertThat(sha("equal", "loss.classWeights=equal")).isEqualTo(plain);
        assertThat(sha("ones", "loss.classWeights.setosa=1")).isEqualTo(plain);
        assertThat(sha("weighted", "loss.classWeights.setosa=3")).isNotEqualTo(plain);
    }

    private Object sha(String out, String... overrides) {
        return train(out, overrides).summary().get("parametersSha256");
    }

    private Training.Result train(String out, String... overrides) {
        return Training.prepare(job(overrides), new Training.Options(folder.resolve(out), null, 0))
                .run(EventSink.NONE, line -> {});
    }

    @Test
    void theHeldOutLossIsTheWeightedMeanOverAllWorkers() {
        Training.Result result = train("run", "loss.classWeights.virginica=4", "parallel.workers=3");
        Samples test = job().section(DataSource.class).open(42).test();
        double sum = 0;
        double weight = 0;
        try (Predictor predictor = Predictor.open(result.run().resolve("model"))) {
            double[][] outputs = predictor.predict(test.data(), test.numbers());
            for (int i = 0; i < outputs.length; i++) {
                int target = (int) test.data().target(test.numbers()[i]);
                double counts = target == 2 ? 4 : 1;
                sum -= counts * Math.log(outputs[i][target]);
                weight += counts;
            }
        }

        assertThat(Arrays.stream(test.numbers()).filter(i -> test.data().target(i) == 2))
                .isNotEmpty();
        assertThat((Double) result.summary().get("loss")).isCloseTo(sum / weight, within(1e-5));
    }

    @Test
    void refusesAClassThatTheDataDoesNotHaveBeforeAnythingRuns() {
        Job job = job("loss.classWeights.setose=3");

        assertThatThrownBy(() -> Training.prepare(job, Training.Options.DEFAULT))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("Write setosa");
    }
}
