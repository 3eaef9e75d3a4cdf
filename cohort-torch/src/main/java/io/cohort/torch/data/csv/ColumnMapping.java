package io.cohort.torch.data.csv;

import io.cohort.core.job.Nearest;
import io.cohort.torch.data.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the columns of an encoding stand in a table: by name where the table has names, else by number. Other columns of the table are not looked at.
 */
final class ColumnMapping {

    private final int[] columns;
    private final int label;

    private ColumnMapping(int[] columns, int label) {
        this.columns = columns;
        this.label = label;
    }

    /** @param labelled whether the table must have the label */
    static ColumnMapping of(Encoding encoding, Table table, boolean labelled) {
        List<String> lacking = new ArrayList<>();
        int[] columns = encoding.columns().stream()
                .mapToInt(column -> place(encoding, column.name(), table, lacking))
                .toArray();
        int label = labelled ? place(encoding, encoding.label(), table, lacking) : -1;
        if (!lacking.isEmpty()) {
            throw CsvMistakes.file(
                    table.file(),
                    "data-mismatch",
                    "lacks what the model was trained on: column " + CsvMistakes.brief(String.join(", ", lacking))
                            + "; it has " + table.shown(),
                    advice(lacking.get(0), table));
        }
        return new ColumnMapping(columns, label);
    }

    private static String advice(String lacking, Table table) {
        return Nearest.of(lacking, table.names())
                .map(near -> "Rename " + near + " to " + lacking)
                .orElse("Add it, and look at header and delimiter");
    }

    private static int place(Encoding encoding, String name, Table table, List<String> lacking) {
        int place = encoding.header() ? table.names().indexOf(name) : numbered(encoding, name, table);
        if (place < 0 || place >= table.names().size()) {
            lacking.add(name);
        }
        return place;
    }

    /** Without names, a table that lacks one column lacks the label. */
    private static int numbered(Encoding encoding, String name, Table table) {
        int number = Integer.parseInt(name) - 1;
        boolean noLabel = table.names().size() == encoding.width() - 1;
        int label = Integer.parseInt(encoding.label()) - 1;
        if (table.names().size() != encoding.width() && !noLabel) {
            return -1;
        }
        return noLabel && number >= label ? (number == label ? -1 : number - 1) : number;
    }

    /** The place of the encoding's column {@code i} in the table. */
    int column(int i) {
        return columns[i];
    }

    /** The place of the label. */
    int label() {
        return label;
    }
}
