package io.cohort.observe.internal.prometheus;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes the Prometheus text exposition format 0.0.4. Pure: a metric without a value is left out.
 *
 * <p>Source: prometheus.io, "Exposition formats", section "Text-based format".
 */
final class Metrics {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private final StringBuilder out = new StringBuilder();

    /** A figure that may go up and down. */
    Metrics gauge(String name, String help, double value) {
        return Double.isNaN(value) ? this : head(name, help, "gauge").sample(name, Map.of(), value);
    }

    /** A figure that only goes up. */
    Metrics counter(String name, String help, long value) {
        return head(name, help, "counter").sample(name, Map.of(), (double) value);
    }

    /** A figure of each rank. */
    Metrics byRank(String name, String help, Map<Integer, Double> values) {
        if (!values.isEmpty()) {
            head(name, help, "gauge");
            values.forEach((rank, value) -> sample(name, Map.of("rank", Integer.toString(rank)), value));
        }
        return this;
    }

    /** Words about the run, as labels of a constant 1. */
    Metrics info(String name, String help, Map<String, String> labels) {
        return head(name, help, "gauge").sample(name, labels, 1);
    }

    private Metrics head(String name, String help, String type) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no metric may be called " + name);
        }
        String text = help.replace("\\", "\\\\").replace("\n", "\\n");
        out.append("# HELP ").append(name).append(' ').append(text).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private Metrics sample(String name, Map<String, String> labels, double value) {
        out.append(name);
        String separator = "{";
        for (Map.Entry<String, String> label : labels.entrySet()) {
            out.append(separator).append(label.getKey()).append("=\"");
            out.append(escaped(label.getValue())).append('"');
            separator = ",";
        }
        out.append(labels.isEmpty() ? " " : "} ").append(number(value)).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }

    String text() {
        return out.toString();
    }
}
