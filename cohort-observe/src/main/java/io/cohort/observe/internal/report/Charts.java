package io.cohort.observe.internal.report;

import io.cohort.observe.RunHistory;
import io.cohort.observe.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Which charts a run has, from what its events told. Pure. */
final class Charts {

    private static final double MEGABYTE = 1024.0 * 1024.0;

    /** Figures of at most 1 that are good when they are high. */
    private static final Pattern SCORE =
            Pattern.compile(".*(accuracy|precision|recall|f1|r2)", Pattern.CASE_INSENSITIVE);

    private static final Pattern LOSS = Pattern.compile(".*loss", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> NAMES = Map.of(
            "loss", "held out", "trainLoss", "training, mean of the epoch", "f1", "F1", "r2", "R²", "rmse", "RMSE");

    private Charts() {}

    static List<Chart> of(RunHistory history) {
        List<Chart.Line> losses = new ArrayList<>();
        losses.add(new Chart.Line("batches", history.batchLoss(), 1, false));
        List<Chart.Line> scores = new ArrayList<>();
        List<Chart> others = new ArrayList<>();
        history.figures().forEach((name, series) -> {
            Chart.Line line = new Chart.Line(words(name), series, 1, true);
            if (LOSS.matcher(name).matches()) {
                losses.add(line);
            } else if (SCORE.matcher(name).matches()) {
                scores.add(line);
            } else {
                others.add(new Chart(capital(words(name)), "at the end of each epoch", false, List.of(line)));
            }
        });
        List<Chart> charts = new ArrayList<>();
        charts.add(new Chart("Loss", "over steps", false, losses));
        charts.add(new Chart("Scores", "of the samples held out, at the end of each epoch", false, scores));
        charts.addAll(others);
        charts.add(rate(history.learningRate()));
        charts.add(speed(history));
        charts.add(memory(history));
        charts.removeIf(Chart::isEmpty);
        return charts;
    }

    private static Chart rate(Series learningRate) {
        return new Chart(
                "Learning rate", "over steps", true, List.of(new Chart.Line("learning rate", learningRate, 1, false)));
    }

    private static Chart speed(RunHistory history) {
        return new Chart(
                "Samples a second",
                "of each rank",
                true,
                history.ranks().stream()
                        .map(rank -> new Chart.Line("rank " + rank.number(), rank.samplesPerSecond(), 1, false))
                        .toList());
    }

    private static Chart memory(RunHistory history) {
        return new Chart(
                "Memory",
                "resident, MB, of each rank's process",
                true,
                history.ranks().stream()
                        .map(rank -> new Chart.Line("rank " + rank.number(), rank.residentBytes(), 1 / MEGABYTE, false))
                        .toList());
    }

    /** A field's name as people say it: {@code validationAccuracy} is validation accuracy. */
    static String words(String name) {
        String known = NAMES.get(name);
        return known != null
                ? known
                : name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
