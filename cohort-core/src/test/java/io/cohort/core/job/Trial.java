package io.cohort.core.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A kind of job with sections that use every accessor, for the tests of the reader. */
public final class Trial implements JobKind {

    @Override
    public String name() {
        return "train";
    }

    @Override
    public List<String> sections() {
        return List.of("data", "model", "loss", "train", "parallel");
    }

    @Override
    public List<String> required() {
        return List.of("data", "model");
    }

    record Data(String name, Optional<Path> images, double test, Optional<Path> testPath, Optional<String> label) {}

    public static final class DataSection implements JobSection<Data> {
        @Override
        public String key() {
            return "data";
        }

        @Override
        public Class<Data> type() {
            return Data.class;
        }

        @Override
        public Data read(JobNode node) {
            String name = node.requiredText("name");
            boolean apart = node.isMapping("test");
            Optional<Path> testPath = apart ? node.child("test").path("path") : Optional.empty();
            double test = apart ? 0 : node.number("test", 0.2, 0, Math.nextDown(1.0));
            return new Data(name, node.path("images"), test, testPath, node.text("label"));
        }
    }

    record Model(String name, List<Long> hidden, double dropout) {}

    public static final class ModelSection implements JobSection<Model> {
        @Override
        public String key() {
            return "model";
        }

        @Override
        public Class<Model> type() {
            return Model.class;
        }

        @Override
        public Model read(JobNode node) {
            String name = node.choice("name", "", List.of("linear", "mlp", "lenet"));
            List<Long> hidden = name.equals("mlp") ? node.integers("hidden", List.of(64L), 1, 65_536) : List.of();
            return new Model(name, hidden, node.number("dropout", 0, 0, 1));
        }
    }

    record Loss(String name) {}

    public static final class LossSection implements JobSection<Loss> {
        @Override
        public String key() {
            return "loss";
        }

        @Override
        public Class<Loss> type() {
            return Loss.class;
        }

        @Override
        public Loss read(JobNode node) {
            return new Loss(node.text("name", "cross-entropy"));
        }
    }

    record Train(
            long epochs,
            long batch,
            Optional<Double> clip,
            double lr,
            String precision,
            boolean shuffle,
            List<String> metrics,
            Optional<Long> maxSteps,
            List<Layer> layers) {}

    record Layer(String name, long width) {}

    public static final class TrainSection implements JobSection<Train> {
        @Override
        public String key() {
            return "train";
        }

        @Override
        public Class<Train> type() {
            return Train.class;
        }

        @Override
        public Train read(JobNode node) {
            return new Train(
                    node.integer("epochs", 10, 1, Long.MAX_VALUE),
                    node.integer("batch", 64, 1, 65_535),
                    node.number("clip", 0, 1e9),
                    node.number("lr", 0.05, Double.MIN_VALUE, Double.MAX_VALUE),
                    node.choice("precision", "float32", List.of("float32", "float64", "bf16")),
                    node.flag("shuffle", true),
                    node.texts("metrics", List.of("accuracy")),
                    node.integer("maxSteps", 1, Long.MAX_VALUE),
                    node.children("layers").stream()
                            .map(layer -> new Layer(layer.requiredText("name"), layer.integer("width", 8, 1, 1024)))
                            .toList());
        }
    }

    record Parallel(long workers, Duration timeout, long bucket, String strategy, String topology) {}

    public static final class ParallelSection implements JobSection<Parallel> {
        @Override
        public String key() {
            return "parallel";
        }

        @Override
        public Class<Parallel> type() {
            return Parallel.class;
        }

        @Override
        public Parallel read(JobNode node) {
            JobNode strategy = node.named("strategy", "all-reduce");
            String name = strategy.choice("name", "", List.of("all-reduce", "gossip"));
            return new Parallel(
                    node.integer("workers", 2, 1, 1024),
                    node.duration("timeout", Duration.ofMinutes(5)),
                    node.bytes("bucket", 25 << 20),
                    name,
                    name.equals("gossip") ? strategy.choice("topology", "ring", List.of("ring", "torus")) : "");
        }
    }
}
