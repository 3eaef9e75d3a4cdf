package io.cohort.train;

import io.cohort.torch.data.look.SeenKey;
import io.cohort.torch.data.look.Sighting;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a first job for a data set that was looked at: a small model of a fitting kind, with settings that train it in minutes. Every line says why,
 * so that its reader can change it.
 */
public final class JobDraft {

    private static final int COMMENT_COLUMN = 36;
    private static final long SAMPLES_WHEN_UNKNOWN = 100_000;
    private static final long WANTED_UPDATES = 1500;
    private static final long FEWEST_EPOCHS = 3;
    private static final long MOST_EPOCHS = 100;
    private static final long ENOUGH_TO_WATCH = 500;

    private final Sighting seen;
    private final Path folder;
    private final long samples;
    private final StringBuilder out = new StringBuilder();

    private JobDraft(Sighting seen, Path folder) {
        this.seen = seen;
        this.folder = folder;
        this.samples = seen.samples().orElse(SAMPLES_WHEN_UNKNOWN);
    }

    /**
     * The text of the job file.
     *
     * @param name the job's name
     * @param file where it will stand, which its paths are relative to
     */
    public static String yaml(String name, Sighting seen, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return new JobDraft(seen, folder == null ? file.toAbsolutePath() : folder).write(name, file);
    }

    private String write(String name, Path file) {
        out.append("# A first job for ").append(oneLine(seen.summary())).append(".\n#\n");
        out.append("#   cohort check ").append(file).append(" --explain    every key there is, and what it means\n");
        out.append("#   cohort train ").append(file).append('\n');
        line("kind: train", "");
        line("name: " + name, "");
        line("seed: 42", "same seed, same bits");
        section("data");
        seen.keys().forEach(key -> key(key, "  "));
        test();
        model();
        training();
        section("parallel");
        line("  workers: 2", "processes on this machine");
        return out.toString();
    }

    private void test() {
        boolean watched = samples >= ENOUGH_TO_WATCH;
        if (seen.test().isEmpty()) {
            line("  test: " + (watched ? "0.1" : "0.2"), "never trained on; the final figures are measured on it");
        } else {
            line("  test:", "samples of its own to measure on");
            seen.test().forEach(key -> key(key, "    "));
        }
        if (watched) {
            line("  validation: 0.1", "training stops when this part no longer gets better (train.patience)");
        }
    }

    private void model() {
        section("model");
        switch (seen.shape()) {
            case IMAGE ->
                line("  name: lenet", "two convolutions, three dense layers; fits itself to the images' size");
            case SMALL_IMAGE, ROW -> {
                line("  name: mlp", "dense layers");
                line("  hidden: [64, 32]", "their sizes");
            }
            case TEXT -> line("  name: gpt", "a small decoder");
        }
        section("optimizer");
        line("  name: " + (seen.shape() == Sighting.Shape.TEXT ? "adamw" : "adam"), "bears most data without tuning");
        line("  lr: " + learningRate(), "first to change: ten times less when the loss jumps, more when it crawls");
    }

    private String learningRate() {
        return switch (seen.shape()) {
            case ROW, SMALL_IMAGE -> "0.005";
            case IMAGE, TEXT -> "0.001";
        };
    }

    private void training() {
        long batch = batch();
        long stepsPerEpoch = Math.max(1, samples / batch);
        long epochs =
                Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, (WANTED_UPDATES + stepsPerEpoch - 1) / stepsPerEpoch));
        section("train");
        line("  epochs: " + epochs, "about %,d updates".formatted(epochs * stepsPerEpoch));
        line("  batch: " + batch, "samples an update, of all workers together");
        if (samples >= ENOUGH_TO_WATCH) {
            line("  patience: 5", "epochs without a better validation loss before it stops");
        }
    }

    /** More samples an update as there are more samples. */
    private long batch() {
        long fewSamples = 1_000;
        long manySamples = 20_000;
        return samples < fewSamples ? 16 : samples < manySamples ? 32 : 128;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private void section(String name) {
        out.append('\n').append(name).append(":\n");
    }

    private void key(SeenKey key, String indent) {
        line(indent + key.name() + ": " + value(key.value()), key.why());
    }

    private void line(String text, String why) {
        out.append(text);
        if (!why.isEmpty()) {
            out.append(" ".repeat(Math.max(1, COMMENT_COLUMN - text.length())))
                    .append("# ")
                    .append(oneLine(why));
        }
        out.append('\n');
    }

    private String value(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(this::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Path path) {
            return quoted(relative(path));
        }
        return value instanceof String text
                ? quoted(text)
                : String.valueOf(value).toLowerCase(Locale.ROOT);
    }

    private String relative(Path path) {
        boolean sameRoot = folder.getRoot() != null && folder.getRoot().equals(path.getRoot());
        return sameRoot ? folder.relativize(path.normalize()).toString() : path.toString();
    }

    /** As YAML reads it back: plain where it may be, else in double quotes. */
    private static String quoted(String text) {
        boolean plain =
                text.matches("[A-Za-z][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|null|yes|no|on|off|y|n");
        return plain
                ? text
                : '"'
                        + text.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\t", "\\t")
                                .replace("\n", "\\n")
                                .replace("\r", "\\r")
                        + '"';
    }
}
