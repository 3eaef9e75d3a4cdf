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

    /** The figures of a model, in the order a person asks for them. */
    public static final List<String> QUALITY = List.of("accuracy", "precision", "recall", "f1", "rmse", "r2", "loss");

    /** What stands at the end of a run. */
    public static final List<String> RUN = List.of(
            "accuracy",
            "precision",
            "recall",
            "f1",
            "rmse",
            "r2",
            "loss",
            "epochs",
            "steps",
            "seconds",
            "samplesPerSecond",
            "run",
            "report",
            "parametersSha256");

    /** The same without where it is. */
    public static final List<String> FIGURES = RUN.stream()
            .filter(key -> !key.equals("run") && !key.equals("report"))
            .toList();

    private FieldTable() {}

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
