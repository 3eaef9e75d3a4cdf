package io.cohort.train;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import io.cohort.engine.DirectoryArtifacts;
import io.cohort.engine.Engine;
import io.cohort.engine.Gang;
import io.cohort.engine.GangListener;
import io.cohort.engine.GangRun;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.io.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Holds a job on N workers against the same job on one: rule 3 of the house. */
public final class Verification {

    private static final double FLOAT64_TOLERANCE = 1e-9;
    private static final double FLOAT32_TOLERANCE = 1e-5;

    private Verification() {}

    /**
     * Trains both for some steps and compares every parameter and buffer.
     *
     * @param precision {@code float64} (proves the algorithm, tolerance 1e-9) or {@code float32} (1e-5)
     * @return the fields of the {@code verify} object: {@code workers}, {@code strategy}, {@code steps}, {@code precision},
     *     {@code maxRelativeDifference}, {@code tolerance}, {@code equal}, {@code float32Drift}
     * @throws UserMistake when mathematics denies equality for this job, with the reason
     */
    public static Map<String, Object> run(Job job, int steps, String precision, EventSink events) {
        return run(job, steps, precision, List.of(), events);
    }

    /**
     * The same, with faults injected into the workers that train together.
     *
     * @param chaos as {@code --chaos} takes them
     */
    public static Map<String, Object> run(Job job, int steps, String precision, List<String> chaos, EventSink events) {
        var unused = ChaosPlan.of(chaos, job);
        Parallel parallel = job.section(Parallel.class);
        String inequality = parallel.strategy().inequality();
        if (!inequality.isEmpty()) {
            throw new UserMistake(
                    "verify-unequal",
                    new Problem(
                            "parallel.strategy",
                            parallel.strategyName(),
                            "cannot equal one worker: " + inequality,
                            "Verify a synchronous strategy"));
        }
        JobCheck.Facts facts = JobCheck.check(job);
        if (parallel.workers() > 1) {
            BatchNormRule.requireVerifiable(job, facts.opened().spec());
        }
        double difference = difference(job, facts.opened(), steps, precision, chaos, events);
        double drift = precision.equals("float32")
                ? difference
                : difference(job, facts.opened(), steps, "float32", List.of(), events);
        double tolerance = precision.equals("float32") ? FLOAT32_TOLERANCE : FLOAT64_TOLERANCE;
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("workers", parallel.workers());
        verdict.put("strategy", parallel.strategyName());
        verdict.put("steps", steps);
        verdict.put("precision", precision);
        verdict.put("maxRelativeDifference", difference);
        verdict.put("tolerance", tolerance);
        verdict.put("equal", difference <= tolerance);
        verdict.put("float32Drift", drift);
        return verdict;
    }

    private static double difference(
            Job job, DataSource.Opened opened, int steps, String precision, List<String> chaos, EventSink events) {
        int workers = job.section(Parallel.class).workers();
        Job some = job.with("train.precision=" + precision, "train.maxSteps=" + steps, "train.epochs=1000000");
        List<Path> made = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> alone = train(some.with("parallel.workers=1"), opened, made, List.of(), events);
            Map<String, Tensor> together = train(some.with("parallel.workers=" + workers), opened, made, chaos, events);
            double largest = 0;
            for (Map.Entry<String, Tensor> one : alone.entrySet()) {
                Tensor other = Objects.requireNonNull(together.get(one.getKey()), "both have the same model");
                largest = Math.max(largest, relative(one.getValue(), other));
            }
            return largest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            made.forEach(Verification::delete);
        }
    }

    /** ‖a−b‖∞ / ‖a‖∞; the absolute difference where a is all zeros. */
    private static double relative(Tensor a, Tensor b) {
        Tensor exact = a.to(torch.ScalarType.Double);
        double difference = exact.sub(b.to(torch.ScalarType.Double)).abs().max().item_double();
        double size = exact.abs().max().item_double();
        return size == 0 ? difference : difference / size;
    }

    private static Map<String, Tensor> train(
            Job job, DataSource.Opened opened, List<Path> made, List<String> chaos, EventSink events)
            throws IOException {
        Path directory = Files.createTempDirectory("cohort-verify");
        made.add(directory);
        Parallel parallel = job.section(Parallel.class);
        Gang gang = new Gang(
                job.name(),
                parallel.strategy().roles(parallel.workers()),
                TrainWorker.class,
                Json.write(new TrainPayload(job.toJson(), "", false, false, opened, chaos)),
                Parallel.engineOf(job));
        try (GangRun run = Engine.named(parallel.engine().engine())
                .gang(gang, listener(events), new DirectoryArtifacts(directory))) {
            run.await();
        }
        return Safetensors.read(directory.resolve(TrainWorker.MODEL).resolve("weights.safetensors"));
    }

    private static GangListener listener(EventSink events) {
        return new GangListener() {
            @Override
            public void event(Event event) {
                events.accept(event);
            }

            @Override
            public void log(int rank, String line) {}
        };
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
