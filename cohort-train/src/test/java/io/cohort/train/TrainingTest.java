package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohort.core.error.RunInterrupted;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.io.Evaluation;
import io.cohort.torch.io.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingTest extends RunsOnThreads {

    private static final String DIGITS =
            """
            data: digits
            model: { name: mlp, hidden: [24] }
            optimizer: { lr: 0.1, momentum: 0.9, weightDecay: 0.0001, schedule: { name: step, every: 1, gamma: 0.5 } }
            train: { epochs: 3, batch: 50 }
            parallel: { workers: 2, engine: threads }
            """;

    private static Job job(String... overrides) {
        return parsed(DIGITS, overrides);
    }

    private Training.Result train(String out, String... overrides) {
        return train(out, job(overrides));
    }

    @Test
    void learnsTheDigitsOnTwoWorkers() {
        Map<String, Object> summary = train("run").summary();

        assertThat((Double) summary.get("accuracy")).isGreaterThan(0.9);
        assertThat(summary)
                .containsEntry("workers", 2)
                .containsEntry("engine", "threads")
                .containsEntry("strategy", "all-reduce")
                .containsKeys("loss", "precision", "recall", "f1", "samplesPerSecond", "parametersSha256");
        assertThat(((Number) summary.get("samples")).longValue()).isEqualTo(3 * 1438L);
        assertThat(((Number) summary.get("bytesSent")).longValue()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4"})
    void givesTheSameBitsEveryTime(int workers) {
        Object first = train("first", "parallel.workers=" + workers).summary().get("parametersSha256");
        Object second = train("second", "parallel.workers=" + workers).summary().get("parametersSha256");

        assertThat(second).isEqualTo(first);
    }

    @Test
    void givesTheSameBitsOverSharedMemoryAndTcp() {
        Object shm = train("shm", "parallel.workers=3", "parallel.transport=shm")
                .summary()
                .get("parametersSha256");
        Object tcp = train("tcp", "parallel.workers=3", "parallel.transport=tcp")
                .summary()
                .get("parametersSha256");

        assertThat(tcp).isEqualTo(shm);
    }

    @Test
    void givesTheSameBitsByTreeAndItsOwnByRing() {
        Object direct = train("direct", "parallel.workers=3").summary().get("parametersSha256");
        Object tree = train("tree", "parallel.workers=3", "parallel.algorithm=tree")
                .summary()
                .get("parametersSha256");
        String[] ring = {"parallel.workers=3", "parallel.algorithm=ring"};
        Object once = train("ring", ring).summary().get("parametersSha256");
        Object again = train("again", ring[0], ring[1], "parallel.transport=tcp")
                .summary()
                .get("parametersSha256");

        assertThat(tree).isEqualTo(direct);
        assertThat(again).isEqualTo(once).isNotEqualTo(direct);
        assertThat(folder.resolve("ring").resolve("job.yaml")).content().contains("algorithm: ring");
    }

    @Test
    void givesTheSameBitsForAnySizeOfBuckets() {
        Object one = train("one").summary().get("parametersSha256");
        Object many = train("many", "parallel.strategy.bucket=1KB").summary().get("parametersSha256");

        assertThat(many).isEqualTo(one);
    }

    @Test
    void goesOnWithTheSameBitsAfterAStop() {
        Object undisturbed = train("whole").summary().get("parametersSha256");
        Training training = Training.prepare(job(), new Training.Options(folder.resolve("stopped"), null, 0));
        AtomicReference<Training> running = new AtomicReference<>(training);

        assertThatThrownBy(() -> training.run(stopAfterEpoch(running, 1), line -> {}))
                .isInstanceOf(RunInterrupted.class)
                .hasMessageContaining("checkpoints/step-");
        Training.Result resumed = Training.resume(folder.resolve("stopped")).run(EventSink.NONE, line -> {});

        assertThat(resumed.summary().get("parametersSha256")).isEqualTo(undisturbed);
        assertThat(((Number) resumed.summary().get("samples")).longValue()).isLessThan(3 * 1438L);
    }

    private static EventSink stopAfterEpoch(AtomicReference<Training> running, int epoch) {
        return event -> {
            if (event.type().equals("epoch") && event.number("epoch") == epoch) {
                running.get().requestStop();
            }
        };
    }

    @Test
    void goesOnWithTheSameBitsFromTheMiddleOfAnEpoch() throws IOException {
        Object undisturbed = train("whole", "checkpoint.every=7 steps", "checkpoint.keep=100")
                .summary()
                .get("parametersSha256");
        Path copy = folder.resolve("crashed");
        copyRun(folder.resolve("whole"), copy, "step-00000042");
        Training.Result resumed = Training.resume(copy).run(EventSink.NONE, line -> {});

        assertThat(resumed.summary().get("parametersSha256")).isEqualTo(undisturbed);
    }

    /** A run as a crash leaves it: no summary, no model, checkpoints up to one of them. */
    private static void copyRun(Path from, Path to, String lastCheckpoint) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path relative = from.relativize(file);
                boolean later = relative.startsWith("checkpoints")
                        && relative.getNameCount() > 1
                        && relative.getName(1).toString().compareTo(lastCheckpoint) > 0;
                if (!later && !relative.startsWith("model") && !relative.startsWith("summary.json")) {
                    Files.createDirectories(to.resolve(relative).getParent());
                    Files.copy(file, to.resolve(relative));
                }
            }
        }
        Path events = to.resolve("events.jsonl");
        List<String> before = Files.readAllLines(events).stream()
                .filter(line -> !line.contains("\"summary\""))
                .toList();
        Files.write(events, before);
    }

    @Test
    void refusesToResumeWithACheckpointOfAnotherModel() throws IOException {
        train("run");
        Path copy = folder.resolve("other");
        copyRun(folder.resolve("run"), copy, "step-99999999");
        Path resolved = copy.resolve("job.yaml");
        Files.writeString(resolved, job("model.hidden=[25]").toYaml());

        assertThatThrownBy(() -> Training.resume(copy).run(EventSink.NONE, line -> {}))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("another model")
                .hasMessageContaining("24")
                .hasMessageContaining("25");
    }

    @Test
    void passesOverAnAlteredCheckpointByNameAndGoesOnFromTheOneBefore() throws IOException {
        Object undisturbed = train("run").summary().get("parametersSha256");
        Path copy = folder.resolve("altered");
        copyRun(folder.resolve("run"), copy, "step-99999999");
        String newest = damage(copy, 0);
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Training.Result resumed = Training.resume(copy).run(events::add, line -> {});

        assertThat(resumed.summary().get("parametersSha256")).isEqualTo(undisturbed);
        assertThat(events)
                .filteredOn(e -> e.type().equals("warning"))
                .singleElement()
                .satisfies(e -> assertThat(String.valueOf(e.fields().get("message")))
                        .contains(newest)
                        .contains("SHA-256")
                        .contains("going on from checkpoints/step-"));
    }

    @Test
    void refusesARunInWhichEveryCheckpointIsDamaged() throws IOException {
        train("run", "checkpoint.keep=2");
        Path copy = folder.resolve("altered");
        copyRun(folder.resolve("run"), copy, "step-99999999");
        String newest = damage(copy, 0);
        String oldest = damage(copy, 1);

        assertThatThrownBy(() -> Training.resume(copy).run(EventSink.NONE, line -> {}))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining(newest)
                .hasMessageContaining(oldest);
    }

    /** Changes the last bit of a checkpoint, counted from the newest. */
    private static String damage(Path run, int fromNewest) throws IOException {
        List<Path> states;
        try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
            states = files.filter(f -> f.endsWith("state.safetensors"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        byte[] bytes = Files.readAllBytes(states.get(fromNewest));
        bytes[bytes.length - 1] ^= 1;
        Files.write(states.get(fromNewest), bytes);
        return states.get(fromNewest).getParent().getFileName().toString();
    }

    @Test
    void stopsWhenValidationGetsNoBetterAndKeepsTheBestEpoch() {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Job job = job("data.validation=0.2", "train.patience=2", "train.epochs=50", "optimizer.lr=3");
        Map<String, Object> summary = Training.prepare(job, new Training.Options(folder.resolve("run"), null, 0))
                .run(events::add, line -> {})
                .summary();
        List<Double> losses = events.stream()
                .filter(e -> e.type().equals("epoch"))
                .map(e -> e.number("loss"))
                .toList();
        int best = losses.indexOf(Collections.min(losses));

        assertThat(losses).hasSizeLessThan(50).hasSize(best + 1 + 2);
        assertThat(validationLoss(job, folder.resolve("run"))).isCloseTo(losses.get(best), within(1e-6));
        assertThat(summary).containsEntry("epochs", losses.size());
    }

    private static double validationLoss(Job job, Path run) {
        try (Predictor predictor = Predictor.open(run.resolve("model"))) {
            return (Double) Evaluation.of(
                            predictor, job.section(DataSource.class).open(42).validation())
                    .get("loss");
        }
    }

    @Test
    void refusesPatienceWithoutSamplesToWatch() {
        assertThatThrownBy(() -> train("run", "train.patience=2"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("data.validation: 0.1");
    }

    @Test
    void endsWhenTheTimeIsUp() {
        Map<String, Object> summary =
                train("run", "train.epochs=1000000", "train.maxMinutes=0.005").summary();

        assertThat(((Number) summary.get("epochs")).longValue()).isLessThan(1000000);
        assertThat(folder.resolve("run/model/manifest.json")).exists();
    }

    @Test
    void endsAfterSoManySteps() {
        assertThat(train("run", "train.maxSteps=5").summary()).containsEntry("steps", 5L);
    }

    @Test
    void refusesToResumeARunThatHasEnded() {
        train("run");

        assertThatThrownBy(() -> Training.resume(folder.resolve("run")))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void refusesABatchSmallerThanTheWorkersAndLeavesNothing() {
        assertThatThrownBy(() -> train("run", "train.batch=1"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("train.batch=1")
                .hasMessageContaining("2");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void refusesAModelThatCannotTakeTheData() {
        assertThatThrownBy(() -> train("run", "data.name=iris", "model={name: lenet}"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("lenet");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void tellsWhatHappensAsEvents() {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Training.prepare(job(), new Training.Options(folder.resolve("run"), null, 0))
                .run(events::add, line -> {});

        assertThat(events.get(0).type()).isEqualTo("started");
        assertThat(events.get(events.size() - 1).type()).isEqualTo("summary");
        assertThat(events).filteredOn(e -> e.type().equals("worker")).hasSize(2);
        assertThat(events).filteredOn(e -> e.type().equals("epoch")).hasSize(3);
        assertThat(events).filteredOn(e -> e.type().equals("checkpoint")).hasSize(3);
        List<Double> losses = events.stream()
                .filter(e -> e.type().equals("epoch"))
                .map(e -> e.number("trainLoss"))
                .toList();
        assertThat(losses.get(2)).isLessThan(losses.get(0));
    }

    @Test
    void keepsAModelThatPredictsAsWellAsTheRunSaid() {
        Training.Result result = train("run");
        try (Predictor predictor = Predictor.open(result.run().resolve("model"))) {
            var split = job().section(DataSource.class).open(42);
            Object accuracy = Evaluation.of(predictor, split.test()).get("accuracy");

            assertThat(accuracy).isEqualTo(result.summary().get("accuracy"));
        }
    }

    @ParameterizedTest
    @CsvSource({"2,50,1", "3,50,1", "4,50,1", "3,7,1", "2,50,4"})
    void equalsOneWorker(int workers, int batch, int accumulate) {
        Map<String, Object> verdict = Verification.run(
                job(
                        "parallel.workers=" + workers,
                        "train.batch=" + batch,
                        "train.accumulate=" + accumulate,
                        "train.clip=0.5"),
                20,
                "float64",
                EventSink.NONE);

        assertThat(verdict).containsEntry("equal", true);
        assertThat((Double) verdict.get("maxRelativeDifference")).isLessThan(1e-9);
        assertThat((Double) verdict.get("float32Drift")).isLessThan(1e-5);
    }
}
