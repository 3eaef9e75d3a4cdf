package io.cohort.cli;

import java.util.ArrayList;
import java.util.List;

/** Sets rows of text in columns. Pure. */
final class Columns {

    private static final String GAP = "  ";

    private Columns() {}

    /** @param rows of the same length; the first is the heading */
    static List<String> lines(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append(row.get(c))
                        .append(" ".repeat(widths[c] - row.get(c).length()))
                        .append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
