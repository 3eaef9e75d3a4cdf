package io.cohort.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws a run in characters: its curves, its confusion matrix, its warnings. Pure. */
public final class RunPicture {

    private static final int HEIGHT = 6;
    private static final int MOST_WIDTH = 90;
    private static final int MOST_WARNINGS = 5;

    /** Figures that go as another one goes, or have a curve of their own; the report draws them. */
    private static final Set<String> NOT_DRAWN =
            Set.of("trainLoss", "loss", "validationLoss", "precision", "recall", "f1", "r2");

    private RunPicture() {}

    /**
     * What a run did; nothing of what it did not tell.
     *
     * @param width columns of the terminal
     */
    public static List<String> lines(RunHistory history, int width, Look look) {
        int columns = Math.min(MOST_WIDTH, width - 1);
        List<String> lines = new ArrayList<>();
        curves(history).forEach((title, series) -> {
            if (series.size() > 1) {
                lines.add("");
                lines.add("  " + title);
                lines.addAll(TextCurve.lines(series, columns, HEIGHT, look));
            }
        });
        history.confusion().ifPresent(confusion -> {
            lines.add("");
            lines.add("  what the " + Numbers.count(confusion.samples())
                    + " samples held out (rows: their true classes) were taken for");
            lines.addAll(TextConfusion.lines(confusion, columns, look));
        });
        warnings(history, look, lines);
        return lines;
    }

    private static Map<String, Series> curves(RunHistory history) {
        Map<String, Series> curves = new LinkedHashMap<>();
        curves.put("loss of the batches", history.batchLoss());
        Map<String, Series> figures = history.figures();
        for (String figure : List.of("validationLoss", "loss")) {
            if (figures.containsKey(figure)) {
                curves.put("loss, held out", figures.get(figure));
            }
        }
        figures.forEach((figure, series) -> {
            if (!NOT_DRAWN.contains(figure)) {
                curves.put(figure + ", held out", series);
            }
        });
        return curves;
    }

    private static void warnings(RunHistory history, Look look, List<String> lines) {
        var warnings = history.troubles().stream()
                .filter(event -> event.type().equals(RunEvents.WARNING))
                .toList();
        if (warnings.isEmpty()) {
            return;
        }
        lines.add("");
        warnings.stream().limit(MOST_WARNINGS).forEach(event -> {
            String who = event.rank() >= 0 ? "rank " + event.rank() + ": " : "";
            lines.add("  " + look.paint(Look.Ink.WARNING, "warning: ") + who
                    + event.fields().get("message"));
        });
        if (warnings.size() > MOST_WARNINGS) {
            lines.add("  and " + (warnings.size() - MOST_WARNINGS) + " warnings more, in the report");
        }
    }
}
