package io.cohort.torch.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the columns of a table became inputs: learned from training data and part of a saved model, so that other tables are encoded alike.
 *
 * <p>A column of numbers gives one input. A column of categories gives one input for each category, 1 for the row's own and 0 for the others.
 *
 * @param delimiter what stands between two cells
 * @param header whether the first row names the columns; without it they are called by their numbers, from 1
 * @param width columns of the table, used or not
 * @param label the column that is predicted
 * @param missing what is done about cells without a value
 * @param unknown what is done about categories that were not seen in training
 * @param columns the columns that became inputs, in the order of the inputs
 */
public record Encoding(
        char delimiter,
        boolean header,
        int width,
        String label,
        Missing missing,
        Unknown unknown,
        List<Column> columns) {

    /** What is done about a cell without a value. */
    public enum Missing {
        /** The data is refused, by row and column. */
        REFUSE,
        /** The row is left out. */
        DROP,
        /** Each of the column's inputs takes its mean over the training rows that have a value. */
        MEAN
    }

    /** What is done about a category that was not seen in training. */
    public enum Unknown {
        /** The data is refused, by row and column. */
        REFUSE,
        /** All inputs of the column are 0. */
        ZEROS
    }

    /**
     * One column that became inputs.
     *
     * @param categories in the order of their inputs; empty for a column of numbers
     * @param fill what stands in for a missing value, one an input; empty where none was learned
     */
    public record Column(String name, List<String> categories, List<Double> fill) {
        public Column {
            categories = List.copyOf(categories);
            fill = List.copyOf(fill);
            if (new HashSet<>(categories).size() != categories.size()) {
                throw new IllegalArgumentException("column " + name + " has a category twice");
            }
            int inputs = categories.isEmpty() ? 1 : categories.size();
            if (!fill.isEmpty() && (fill.size() != inputs || !fill.stream().allMatch(Double::isFinite))) {
                throw new IllegalArgumentException(
                        "column " + name + " needs " + inputs + " finite numbers to fill in, not " + fill);
            }
        }

        /** How many inputs it gives. */
        public int inputs() {
            return categories.isEmpty() ? 1 : categories.size();
        }

        public boolean numeric() {
            return categories.isEmpty();
        }
    }

    public Encoding {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name()) || column.name().equals(label)) {
                throw new IllegalArgumentException("column " + column.name() + " is there twice");
            }
        }
        if (!header && !(numbered(label, width) && columns.stream().allMatch(c -> numbered(c.name(), width)))) {
            throw new IllegalArgumentException("columns without names are called by their numbers, up to " + width);
        }
        if (columns.isEmpty() || columns.size() >= width) {
            throw new IllegalArgumentException(columns.size() + " columns of " + width + " and a label are no table");
        }
    }

    private static boolean numbered(String name, int width) {
        boolean number = !name.isEmpty() && name.length() < 8 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && Integer.parseInt(name) >= 1 && Integer.parseInt(name) <= width;
    }

    /** Inputs of one row. */
    public int inputs() {
        return columns.stream().mapToInt(Column::inputs).sum();
    }

    /** The same with other columns. */
    public Encoding with(List<Column> filled) {
        return new Encoding(delimiter, header, width, label, missing, unknown, filled);
    }
}
