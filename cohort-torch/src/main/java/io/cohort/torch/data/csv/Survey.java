package io.cohort.torch.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Encoding;
import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a table once to learn how to encode it: which columns hold numbers, which categories there are, what the classes are. */
final class Survey {

    /** From so many rows on, texts of which no two are the same are names of rows and not categories. */
    private static final int FEWEST_ROWS_FOR_IDS = 20;

    /** What one row may become; far below what a tensor may hold. */
    private static final int MOST_INPUTS = 1 << 20;

    private final Table table;
    private final CsvOptions options;
    private final Missing missing;
    private final int label;
    private final List<Integer> used = new ArrayList<>();
    private final Set<Integer> categories = new TreeSet<>();
    private final List<ColumnSurvey> columns = new ArrayList<>();
    private long rows;

    Survey(Table table, CsvOptions options) {
        this.table = table;
        this.options = options;
        this.missing = options.missing().orElse(Missing.REFUSE);
        this.label = label(table, options);
        Set<Integer> ignored = new TreeSet<>();
        options.ignore().forEach(name -> ignored.add(table.column(name, "data.ignore")));
        options.categories().forEach(name -> categories.add(table.column(name, "data.categories")));
        for (int i = 0; i < table.names().size(); i++) {
            columns.add(new ColumnSurvey());
            if (i != label && !ignored.contains(i)) {
                used.add(i);
            }
        }
        if (used.isEmpty()) {
            throw CsvMistakes.file(
                    table.file(),
                    "data-format",
                    "has no column but the label " + table.names().get(label) + " and those ignored",
                    "Give a file with columns to learn from; is the delimiter right?");
        }
    }

    private static int label(Table table, CsvOptions options) {
        if (options.label().isEmpty()) {
            throw new UserMistake(
                    "no-such-column",
                    new Problem(
                            "data.label",
                            null,
                            "says which column of " + table.file().path() + " is predicted; there are " + table.shown(),
                            "Write label: " + table.names().get(table.names().size() - 1)));
        }
        return table.column(options.label().get(), "data.label");
    }

    /** Looks at a row. @return whether it is kept; one that lacks a value may be left out */
    boolean row(CsvRecord cells, RowPlace place) {
        boolean complete = complete(cells, place);
        if (missing == Missing.DROP && !complete) {
            return false;
        }
        rows++;
        add(label, cells, place);
        used.forEach(column -> add(column, cells, place));
        return true;
    }

    /** The label of a row that is kept. */
    String label(CsvRecord cells) {
        return Cells.strip(cells.getField(label));
    }

    private boolean complete(CsvRecord cells, RowPlace place) {
        if (Cells.missing(Cells.strip(cells.getField(label)))) {
            if (missing != Missing.DROP) {
                throw MissingValues.label(table.file(), place, table.names().get(label));
            }
            return false;
        }
        for (int column : used) {
            if (Cells.missing(Cells.strip(cells.getField(column)))) {
                if (missing == Missing.REFUSE) {
                    throw MissingValues.cell(table.file(), place, table.names().get(column), cells.getField(column));
                }
                return false;
            }
        }
        return true;
    }

    private void add(int column, CsvRecord cells, RowPlace place) {
        String cell = Cells.strip(cells.getField(column));
        if (!Cells.missing(cell)) {
            columns.get(column).add(cell, place);
        }
    }

    /**
     * What the table looks like, encoded, once all rows were looked at.
     *
     * @param task what is to be predicted; {@code null} to guess it from the label
     */
    DataSpec spec(@Nullable Task task) {
        if (rows == 0) {
            throw CsvMistakes.file(
                    table.file(), "data-format", "holds no rows that can be used", "Give a file with rows");
        }
        List<Encoding.Column> encoded = used.stream().map(this::column).toList();
        long inputs = encoded.stream().mapToLong(Encoding.Column::inputs).sum();
        if (inputs > MOST_INPUTS) {
            throw CsvMistakes.file(
                    table.file(),
                    "data-too-large",
                    "its columns give " + inputs + " inputs a row; at most " + MOST_INPUTS + " can be used",
                    "Leave columns out: ignore: […]");
        }
        Encoding encoding = new Encoding(
                table.delimiter(),
                table.header(),
                table.names().size(),
                table.names().get(label),
                missing,
                options.unknown().orElse(Encoding.Unknown.REFUSE),
                encoded);
        Labels labels = Labels.of(columns.get(label), task, table.file(), encoding.label());
        return new DataSpec(List.of(inputs), labels.task(), labels.classes(), encoding);
    }

    private Encoding.Column column(int number) {
        ColumnSurvey column = columns.get(number);
        String name = table.names().get(number);
        if (column.values() == 0) {
            throw unusable(null, name, "column " + name + " has no value in any row", name);
        }
        if (!categories.contains(number) && column.mostlyNumbers()) {
            requireNumbers(column, name);
            return new Encoding.Column(name, List.of(), List.of());
        }
        ColumnSurvey.Cell text = column.firstText();
        if (column.many()) {
            throw unusable(
                    text,
                    name,
                    "column " + name + " has more than " + ColumnSurvey.MOST_DIFFERENT
                            + " different texts, too many for categories",
                    name);
        }
        if (text != null && column.values() >= FEWEST_ROWS_FOR_IDS && column.unique() && !categories.contains(number)) {
            throw unusable(
                    text, name, "column " + name + " says something else in every row, so it only names rows", name);
        }
        return new Encoding.Column(name, List.copyOf(column.different()), List.of());
    }

    private void requireNumbers(ColumnSurvey column, String name) {
        if (!column.numeric()) {
            throw CsvMistakes.slip(
                    table.file(),
                    column,
                    name,
                    "Mend the cell, or write categories: [" + name + "] if they are categories");
        }
        ColumnSurvey.Cell tooLarge = column.firstTooLarge();
        if (tooLarge != null) {
            throw CsvMistakes.tooLarge(table.file(), tooLarge.place(), name, tooLarge.text());
        }
    }

    /** A column that cannot be learned from; the first text in it may be a slip among numbers, so it is shown. */
    private UserMistake unusable(ColumnSurvey.@Nullable Cell text, String name, String rule, String ignore) {
        String advice = "Leave it out: ignore: [" + ignore + "]";
        return text == null
                ? CsvMistakes.file(table.file(), "data-column", rule, advice)
                : CsvMistakes.cell(
                        table.file(),
                        "data-column",
                        text.place(),
                        name,
                        text.text(),
                        "is no number, and " + rule,
                        advice + ", or mend this cell if the column holds numbers");
    }
}
