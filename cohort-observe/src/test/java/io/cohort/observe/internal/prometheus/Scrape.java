package io.cohort.observe.internal.prometheus;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text exposition format 0.0.4 strictly: HELP, then TYPE, then all samples of each metric, every name and value as it must be, no
 * sample twice. Gives each sample's value by its name with its labels.
 */
final class Scrape {

    private static final Pattern HELP =
            Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (([^\\\\\n]|\\\\\\\\|\\\\n)*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"(([^\"\\\\\n]|\\\\[\\\\\"n])*)\"");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(" + LABEL + ",?)*})? ([^ ]+)");

    private Scrape() {}

    static Map<String, Double> of(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalStateException("the last line must end");
        }
        Map<String, Double> samples = new LinkedHashMap<>();
        Set<String> metrics = new HashSet<>();
        String metric = "";
        boolean typed = false;
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                metric = help.group(1);
                typed = false;
                require(metrics.add(metric), "said before", line);
            } else if (type.matches()) {
                require(type.group(1).equals(metric) && !typed, "TYPE follows HELP", line);
                typed = true;
                require(metric.endsWith("_total") == type.group(2).equals("counter"), "counters end in _total", line);
            } else {
                require(sample.matches() && typed && sample.group(1).equals(metric), "a sample of " + metric, line);
                String key = line.substring(0, line.lastIndexOf(' '));
                require(samples.put(key, value(sample.group(sample.groupCount()))) == null, "once", line);
            }
        }
        return samples;
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static void require(boolean holds, String rule, String line) {
        if (!holds) {
            throw new IllegalStateException(rule + ": " + line);
        }
    }
}
