package io.cohort.cli;

import io.cohort.observe.Look;
import io.cohort.observe.Numbers;
import java.util.ArrayList;
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
        List<String> lines = new ArrayList<>();
        lines.add(fields.get("model") + ", " + Numbers.count(number(fields, "parameters")) + " parameters, "
                + fields.get("workers") + " workers, batch " + fields.get("batch") + " each, "
                + fields.get("transport"));
        lines.add(row("one worker", fields, "oneWorkerSamplesPerSecond", ""));
        lines.add(row("all at once, silent", fields, "silentSamplesPerSecond", ""));
        lines.add(row("all together", fields, "samplesPerSecond", look.paint(Look.Ink.ACCENT, silent + one)));
        if (fields.containsKey("peer")) {
            String ratio = "  ours is " + share(fields, "ratio") + " of it";
            lines.add(row("all together, " + fields.get("peer"), fields, "peerSamplesPerSecond", ratio));
        }
        return lines;
    }

    private static String row(String name, Map<String, Object> fields, String rate, String after) {
        return String.format(
                Locale.ROOT, "  %-20s  %10s samples/s%s", name, Numbers.count(number(fields, rate)), after);
    }

    private static String share(Map<String, Object> fields, String key) {
        return String.format(Locale.ROOT, "%.2f", number(fields, key));
    }

    private static double number(Map<String, Object> fields, String key) {
        return fields.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
