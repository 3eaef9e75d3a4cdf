package io.cohort.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Draws a confusion matrix in characters; where it would be too wide, its most frequent mistakes alone. Pure. */
public final class TextConfusion {

    private static final int NAME_WIDTH = 12;
    private static final int MISTAKES = 5;

    private TextConfusion() {}

    /**
     * The matrix with true classes in rows, if it fits, and its mistakes in words.
     *
     * @param width columns; no line of the matrix is wider
     */
    public static List<String> lines(ConfusionCounts confusion, int width, Look look) {
        List<String> lines = new ArrayList<>();
        List<String> names =
                confusion.classes().stream().map(TextConfusion::brief).toList();
        int cell = cell(confusion, names);
        int name = names.stream().mapToInt(String::length).max().orElse(0);
        if (2 + name + cell * names.size() <= width) {
            lines.addAll(matrix(confusion, names, name, cell, look));
        }
        String mistakes = confusion.mistakes(MISTAKES).stream()
                .map(m -> m.actual() + " for " + m.predicted() + " (" + m.samples() + ")")
                .collect(Collectors.joining(", "));
        lines.add(mistakes.isEmpty() ? "  no sample was mistaken" : "  mistaken most often: " + mistakes);
        return lines;
    }

    private static List<String> matrix(
            ConfusionCounts confusion, List<String> names, int nameWidth, int cell, Look look) {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(" ".repeat(2 + nameWidth));
        names.forEach(n -> head.append(right(n, cell)));
        lines.add(look.paint(Look.Ink.FAINT, head.toString()));
        for (int t = 0; t < names.size(); t++) {
            StringBuilder line = new StringBuilder("  " + look.paint(Look.Ink.FAINT, right(names.get(t), nameWidth)));
            for (int p = 0; p < names.size(); p++) {
                long count = confusion.count(t, p);
                String text = right(count == 0 ? look.unicode() ? "·" : "." : Long.toString(count), cell);
                line.append(look.paint(count == 0 ? Look.Ink.FAINT : t == p ? Look.Ink.GOOD : Look.Ink.BAD, text));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static int cell(ConfusionCounts confusion, List<String> names) {
        int counts = confusion.counts().stream()
                .flatMap(List::stream)
                .mapToInt(n -> Long.toString(n).length())
                .max()
                .orElse(1);
        return 2
                + Math.max(counts, names.stream().mapToInt(String::length).max().orElse(1));
    }

    private static String brief(String name) {
        return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "~";
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }
}
