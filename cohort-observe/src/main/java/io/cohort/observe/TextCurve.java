package io.cohort.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws a curve over steps in characters. Pure: the same series, size and look give the same lines. */
public final class TextCurve {

    /** From nothing to a full cell, in eighths. */
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

    /** The same for a terminal that has only ASCII. */
    private static final String ASCII = " .:-=+*%#";

    private static final int EIGHTHS = 8;
    private static final int GUTTER = 12;
    private static final int LEAST_WIDTH = 8;

    private TextCurve() {}

    /**
     * A curve with its values at the left and its steps below.
     *
     * @param width columns of the whole picture; no line is wider
     * @param height lines of the curve itself
     */
    public static List<String> lines(Series series, int width, int height, Look look) {
        int inner = Math.max(LEAST_WIDTH, width - GUTTER);
        double[] values = columns(series, inner);
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int row = height - 1; row >= 0; row--) {
            String label = row == height - 1 ? Numbers.score(most) : row == 0 ? Numbers.score(least) : "";
            String edge = look.unicode() ? " │" : " |";
            lines.add(look.paint(Look.Ink.FAINT, " ".repeat(GUTTER - 2 - label.length()) + label + edge)
                    + look.paint(
                            Look.Ink.ACCENT,
                            row(values, least, most, row, height, look).stripTrailing()));
        }
        lines.add(look.paint(Look.Ink.FAINT, ground(series, inner)));
        return lines;
    }

    /** A curve in one line, as wide as it may be and no wider than it has points. */
    public static String spark(Series series, int width, Look look) {
        if (series.isEmpty()) {
            return "";
        }
        double[] values = columns(series, Math.min(width, series.size()));
        double most = Arrays.stream(values).max().orElse(0);
        // From zero, so that a rank half as quick is half as high.
        return row(values, Math.min(0, Arrays.stream(values).min().orElse(0)), most, 0, 1, look);
    }

    private static String row(double[] values, double least, double most, int row, int height, Look look) {
        String cells = look.unicode() ? BLOCKS : ASCII;
        StringBuilder line = new StringBuilder();
        for (double value : values) {
            double share = most > least ? (value - least) / (most - least) : 0.5;
            // The least value has an eighth of a cell, so that it is seen.
            long eighths = 1 + Math.round(share * (height * EIGHTHS - 1));
            line.append(cells.charAt((int) Math.max(0, Math.min(EIGHTHS, eighths - (long) row * EIGHTHS))));
        }
        return line.toString();
    }

    private static String ground(Series series, int inner) {
        String from = Numbers.count(Math.rint(series.x(0)));
        String to = Numbers.count(Math.rint(series.x(series.size() - 1))) + " steps";
        int gap = inner - from.length() - to.length();
        return " ".repeat(GUTTER) + from + " ".repeat(Math.max(1, gap)) + to;
    }

    /** The mean of the points that fall into each column; where none does, what lies between the points on either side. */
    private static double[] columns(Series series, int columns) {
        double from = series.x(0);
        double gap = columns == 1 ? 0 : (series.x(series.size() - 1) - from) / (columns - 1);
        double[] values = new double[columns];
        int next = 0;
        for (int c = 0; c < columns; c++) {
            int first = next;
            double sum = 0;
            while (next < series.size() && (c == columns - 1 || series.x(next) < from + gap * (c + 0.5))) {
                sum += series.y(next++);
            }
            values[c] = next > first
                    ? sum / (next - first)
                    : between(series, Math.max(0, next - 1), Math.min(next, series.size() - 1), from + gap * c);
        }
        return values;
    }

    private static double between(Series series, int before, int after, double x) {
        double gap = series.x(after) - series.x(before);
        double share = gap > 0 ? Math.max(0, Math.min(1, (x - series.x(before)) / gap)) : 1;
        return series.y(before) + share * (series.y(after) - series.y(before));
    }
}
