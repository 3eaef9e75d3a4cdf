package io.cohort.cli;

import io.cohort.observe.Look;
import io.cohort.observe.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of {@code bench train} for people. Pure. */
final class TrainRateLines {

    private final Look look;

    TrainRateLines(Look look) {
        this.look = look;
    }

    List<String> of(Map<String, Object> fields) {
        String silent = "  " + share(fields, "efficiency") + " of silent";
        String one = ", " + share(fields, "speedup") + " of one worker";
        return List.of(
                fields.get("model") + ", " + Numbers.count(number(fields, "parameters")) + " parameters, "
                        + fields.get("workers") + " workers, batch " + fields.get("batch") + " each, "
                        + fields.get("transport"),
                row("one worker", fields, "oneWorkerSamplesPerSecond", "oneWorkerMillisecondsPerStep", ""),
                row("all at once, silent", fields, "silentSamplesPerSecond", "silentMillisecondsPerStep", ""),
                row(
                        "all together",
                        fields,
                        "samplesPerSecond",
                        "millisecondsPerStep",
                        look.paint(Look.Ink.ACCENT, silent + one)));
    }

    private static String row(String name, Map<String, Object> fields, String rate, String stepMs, String after) {
        return String.format(
                Locale.ROOT,
                "  %-20s  %10s samples/s  %9.2f ms a step%s",
                name,
                Numbers.count(number(fields, rate)),
                number(fields, stepMs),
                after);
    }

    private static String share(Map<String, Object> fields, String key) {
        return String.format(Locale.ROOT, "%.2f", number(fields, key));
    }

    private static double number(Map<String, Object> fields, String key) {
        return fields.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
