package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.error.RunInterrupted;
import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.torch.ElementType;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.io.Evaluation;
import io.cohort.torch.io.Predictor;
import io.cohort.torch.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models, optimizers and schedules together, on several workers, with shares that are never equal. */
class ModelsVerificationTest {

    private static final String GPT = "{ name: gpt, layers: 2, heads: 2, width: 16 }";
    private static final String DIGITS = "{ name: digits, test: 0.9 }";
    private static final String IRIS = "iris";

    @TempDir
    Path folder;

    private String text;

    @BeforeEach
    void writeText() throws IOException {
        Path file = folder.resolve("text.txt");
        Files.writeString(file, "the rain in spain stays mainly in the plain. ".repeat(60));
        text = "{ format: text, path: '%s', context: 16, test: 0.2 }".formatted(file);
    }

    private Job job(String data, String model, String optimizer, String... overrides) {
        String yaml =
                """
                data: %s
                model: %s
                optimizer: %s
                train: { epochs: 2, batch: 19, clip: 1.0 }
                parallel: { workers: 3, engine: threads }
                """
                        .formatted(data.equals("text") ? text : data, model, optimizer);
        return Job.parse(yaml, folder, List.of(overrides));
    }

    private Training.Result train(String out, Job job, EventSink events) {
        return Training.prepare(job, new Training.Options(folder.resolve(out), null, 0))
                .run(events, line -> {});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text             | " + GPT
                        + " | { name: adamw, lr: 0.003, schedule: { name: cosine, warmup: 4 steps } }  | 1",
                "text             | " + GPT
                        + " | { name: sgd, lr: 0.1, momentum: 0.9, schedule: one-cycle }               | 2",
                IRIS
                        + "          | linear      | { name: lamb, lr: 0.02, schedule: inverse-time }                         | 1",
                DIGITS
                        + "        | mlp         | { name: adam, lr: 0.002, weightDecay: 0.01, schedule: exponential }      | 3",
            })
    void equalsOneWorker(String data, String model, String optimizer, int accumulate) {
        Map<String, Object> verdict = Verification.run(
                job(data, model, optimizer, "train.accumulate=" + accumulate), 10, "float64", EventSink.NONE);

        assertThat(verdict).containsEntry("equal", true);
    }

    @Test
    void endsWithTheSameBitsFromTheMiddleOfACosine() {
        Job job = job("text", GPT, "{ name: adamw, lr: 0.01, schedule: { name: cosine, warmup: 1 epoch } }");
        Object undisturbed = train("whole", job, EventSink.NONE).summary().get("parametersSha256");
        Training stopped = Training.prepare(job, new Training.Options(folder.resolve("stopped"), null, 0));
        try {
            stopped.run(
                    event -> {
                        if (event.type().equals("epoch")) {
                            stopped.requestStop();
                        }
                    },
                    line -> {});
        } catch (RunInterrupted expected) {
            assertThat(expected).hasMessageContaining("checkpoints/step-");
        }

        assertThat(Training.resume(folder.resolve("stopped"))
                        .run(EventSink.NONE, line -> {})
                        .summary()
                        .get("parametersSha256"))
                .isEqualTo(undisturbed);
    }

    @Test
    void tellsLossAndPerplexityOfATokenOverAllWorkers() {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Job job = job("text", GPT, "{ name: adamw, lr: 0.01 }", "train.epochs=20");
        Training.Result result = train("run", job, events::add);

        Map<String, Object> summary = result.summary();
        double loss = (Double) summary.get("loss");
        assertThat(loss).isLessThan(1);
        assertThat((Double) summary.get("perplexity")).isEqualTo(Math.exp(loss));
        assertThat((Double) summary.get("accuracy")).isGreaterThan(0.7);
        try (Predictor predictor = Predictor.open(result.run().resolve("model"))) {
            var test = job.section(DataSource.class).open(42).test();
            Map<String, Object> evaluation = Evaluation.of(predictor, test);

            assertThat((Double) evaluation.get("loss")).isBetween(loss - 1e-5, loss + 1e-5);
            assertThat(evaluation).containsEntry("accuracy", summary.get("accuracy"));
            double[][] next = predictor.predict(test.data(), test.numbers());
            assertThat(next).hasDimensions(test.size(), 256);
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void learnsInBf16WithParametersOfFloat32(int workers) {
        Job job = job(
                "text",
                GPT,
                "{ name: adamw, lr: 0.01 }",
                "train.precision=bf16",
                "train.epochs=20",
                "parallel.workers=" + workers);
        Map<String, Object> summary = train("run", job, EventSink.NONE).summary();

        assertThat((Double) summary.get("loss")).isLessThan(1);
        try (var scope = new PointerScope()) {
            assertThat(Safetensors.read(folder.resolve("run/model/weights.safetensors"))
                            .values())
                    .allSatisfy(weight -> assertThat(ElementType.of(weight)).isEqualTo(ElementType.FLOAT32));
        }
    }
}
