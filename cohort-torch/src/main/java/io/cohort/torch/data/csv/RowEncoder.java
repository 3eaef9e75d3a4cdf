package io.cohort.torch.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohort.core.job.Nearest;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Encoding;
import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.Encoding.Unknown;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.DataFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Turns rows into one number a column: the value, or the number of the category. The form in which rows are kept; {@link CsvData} makes inputs of it.
 *
 * <p>Threading: safe for several threads.
 */
final class RowEncoder {

    /** A category that was not seen in training, where that is allowed. */
    static final float UNKNOWN = -1;

    private final DataFile file;
    private final Encoding encoding;
    private final Missing missing;
    private final Unknown unknown;
    private final boolean labelled;
    private final ColumnMapping mapping;
    private final List<Map<String, Integer>> categories;
    private final Task task;
    private final Map<String, Integer> classes;

    /**
     * @param spec with the encoding that is followed
     * @param mapping where the encoding's columns stand in this table
     * @param labelled whether the label is read
     */
    RowEncoder(
            DataFile file, DataSpec spec, ColumnMapping mapping, Missing missing, Unknown unknown, boolean labelled) {
        this.file = file;
        this.encoding = Objects.requireNonNull(spec.encoding());
        this.mapping = mapping;
        this.missing = missing;
        this.unknown = unknown;
        this.labelled = labelled;
        this.categories = encoding.columns().stream()
                .map(column -> numbers(column.categories()))
                .toList();
        this.task = spec.task();
        this.classes = numbers(spec.classes());
    }

    private static Map<String, Integer> numbers(List<String> names) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            numbers.put(names.get(i), i);
        }
        return numbers;
    }

    /** Numbers a row becomes. */
    int columns() {
        return encoding.columns().size();
    }

    /** Whether a row is kept; a row without a value may have to be left out. @throws UserMistake when it may not be */
    boolean keeps(CsvRecord cells, RowPlace place) {
        if (labelled && Cells.missing(Cells.strip(cells.getField(mapping.label())))) {
            if (missing != Missing.DROP) {
                throw MissingValues.label(file, place, encoding.label());
            }
            return false;
        }
        if (missing == Missing.MEAN) {
            return true;
        }
        for (int i = 0; i < columns(); i++) {
            String cell = cells.getField(mapping.column(i));
            if (Cells.missing(Cells.strip(cell))) {
                if (missing == Missing.REFUSE) {
                    throw MissingValues.cell(file, place, name(i), cell);
                }
                if (!labelled) {
                    throw MissingValues.undroppable(file, place, name(i), cell);
                }
                return false;
            }
        }
        return true;
    }

    /** Writes a row's numbers, not-a-number for a missing value. */
    void encode(CsvRecord cells, RowPlace place, float[] out, int offset) {
        for (int i = 0; i < columns(); i++) {
            String cell = Cells.strip(cells.getField(mapping.column(i)));
            out[offset + i] = Cells.missing(cell)
                    ? Float.NaN
                    : encoding.columns().get(i).numeric() ? number(cell, place, name(i)) : category(i, cell, place);
        }
    }

    /** A row's target; not-a-number without labels. */
    float target(CsvRecord cells, RowPlace place) {
        if (!labelled) {
            return Float.NaN;
        }
        return target(Cells.strip(cells.getField(mapping.label())), place);
    }

    /** The target that a label stands for. */
    float target(String cell, RowPlace place) {
        if (task == Task.REGRESSION) {
            return number(cell, place, encoding.label());
        }
        Integer exact = classes.get(cell);
        if (exact != null) {
            return exact;
        }
        Integer number = classes.get(Labels.name(CellNumbers.parse(cell)));
        if (number == null) {
            throw CsvMistakes.cell(
                    file,
                    "data-mismatch",
                    place,
                    encoding.label(),
                    cell,
                    "is no class that the model knows",
                    nearest(cell, classes));
        }
        return number;
    }

    private float number(String cell, RowPlace place, String column) {
        double value = CellNumbers.parse(cell);
        if (Double.isNaN(value)) {
            throw CsvMistakes.cell(
                    file,
                    "data-mismatch",
                    place,
                    column,
                    cell,
                    "is no number, but the model was trained on numbers in this column",
                    "Mend the cell");
        }
        if (Float.isInfinite((float) value)) {
            throw CsvMistakes.tooLarge(file, place, column, cell);
        }
        return (float) value;
    }

    private float category(int column, String cell, RowPlace place) {
        Integer number = categories.get(column).get(cell);
        if (number != null) {
            return number;
        }
        if (unknown == Unknown.ZEROS) {
            return UNKNOWN;
        }
        throw CsvMistakes.cell(
                file,
                "data-mismatch",
                place,
                name(column),
                cell,
                "is a category that the model was not trained on",
                nearest(cell, categories.get(column)) + ", or write unknown: zeros to leave it out of account");
    }

    private static String nearest(String cell, Map<String, Integer> known) {
        return Nearest.of(cell, known.keySet())
                .map(near -> "Write " + near)
                .orElse("Known are " + CsvMistakes.brief(String.join(", ", known.keySet())));
    }

    private String name(int column) {
        return encoding.columns().get(column).name();
    }
}
