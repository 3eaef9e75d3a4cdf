package io.cohort.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws the fields of a last object (a summary, an evaluation) as a small table for people. Pure. */
public final class FieldTable {

    private static final Set<String> COUNTED =
            Set.of("samplesPerSecond", "samples", "steps", "parameters", "rows", "bytesSent");
    private static final Map<String, String> NAMES = Map.of(
            "samplesPerSecond", "samples/s", "parametersSha256", "sha256", "bytesSent", "bytes sent", "f1", "F1");

    /** The figures that a model may have, in the order a person asks for them. */
    private static final List<String> USUAL =
            List.of("accuracy", "precision", "recall", "f1", "rmse", "r2", "perplexity", "loss");

    /** Numbers that stand beside figures and are none. */
    private static final Set<String> NO_FIGURES =
            Set.of("seconds", "samplesPerSecond", "epoch", "step", "trainLoss", "learningRate");

    /** What stands at the end of a run beside the figures of its model. */
    private static final List<String> ABOUT =
            List.of("epochs", "steps", "seconds", "samplesPerSecond", "run", "report", "parametersSha256");

    private FieldTable() {}

    /** The names of the figures among some fields: the usual ones, and before the loss those that a job had measured besides. */
    public static List<String> figures(Map<String, ?> fields) {
        List<String> figures = new ArrayList<>(USUAL);
        figures.removeIf(name -> !fields.containsKey(name));
        List<String> others = fields.entrySet().stream()
                .filter(field -> field.getValue() instanceof Double && !NO_FIGURES.contains(field.getKey()))
                .map(Map.Entry::getKey)
                .filter(name -> !USUAL.contains(name))
                .toList();
        figures.addAll(figures.contains("loss") ? figures.size() - 1 : figures.size(), others);
        return figures;
    }

    /** A line for each figure, and for the rest that a person asks for at the end of a run. */
    public static List<String> ofRun(Map<String, ?> summary, Look look) {
        List<String> keys = new ArrayList<>(figures(summary));
        keys.addAll(ABOUT);
        return lines(summary, keys, look);
    }

    /** A line for each of these keys that the fields have. */
    public static List<String> lines(Map<String, ?> fields, List<String> keys, Look look) {
        List<String> shown =
                keys.stream().filter(key -> fields.get(key) != null).toList();
        int width = shown.stream().mapToInt(key -> name(key).length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (String key : shown) {
            String name = name(key) + " ".repeat(width - name(key).length());
            lines.add("  " + look.paint(Look.Ink.FAINT, name) + "  " + text(key, fields.get(key)));
        }
        return lines;
    }

    private static String name(String key) {
        return NAMES.getOrDefault(key, key);
    }

    private static String text(String key, @Nullable Object value) {
        if (!(value instanceof Number number)) {
            return String.valueOf(value);
        }
        if (COUNTED.contains(key) || value instanceof Integer || value instanceof Long) {
            return Numbers.count(number.doubleValue());
        }
        return key.equals("seconds") ? Numbers.span(number.doubleValue()) : Numbers.score(number.doubleValue());
    }
}
