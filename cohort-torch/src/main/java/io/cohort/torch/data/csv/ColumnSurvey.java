package io.cohort.torch.data.csv;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one column holds, gathered cell by cell.
 *
 * <p>Memory: at most {@value #MOST_DIFFERENT} different texts are kept.
 */
final class ColumnSurvey {

    static final int MOST_DIFFERENT = 1000;

    /** A cell among others, for messages. */
    record Cell(String text, RowPlace place) {}

    private final SortedSet<String> different = new TreeSet<>();
    private boolean many;
    private boolean fractions;
    private long values;
    private long texts;
    private @Nullable Cell firstText;
    private @Nullable Cell firstTooLarge;

    /** @param cell stripped, with a value */
    void add(String cell, RowPlace place) {
        values++;
        double number = CellNumbers.parse(cell);
        if (Double.isNaN(number)) {
            texts++;
            firstText = firstText == null ? new Cell(cell, place) : firstText;
        } else {
            fractions |= number != Math.rint(number);
            if (firstTooLarge == null && Float.isInfinite((float) number)) {
                firstTooLarge = new Cell(cell, place);
            }
        }
        if (!many) {
            different.add(cell);
            many = different.size() > MOST_DIFFERENT;
        }
    }

    /** Cells with a value. */
    long values() {
        return values;
    }

    /** Whether every value is a number. */
    boolean numeric() {
        return firstText == null;
    }

    /** Whether more values are numbers than are not: such a column is meant to hold numbers. */
    boolean mostlyNumbers() {
        return numbers() > texts;
    }

    /** Cells with a number. */
    long numbers() {
        return values - texts;
    }

    /** Whether every number is whole. */
    boolean whole() {
        return !fractions;
    }

    /** Whether there are more than {@value #MOST_DIFFERENT} different texts. */
    boolean many() {
        return many;
    }

    /** The different texts, sorted; the first ones only when there are {@linkplain #many() many}. */
    SortedSet<String> different() {
        return different;
    }

    /** Whether no two rows say the same. */
    boolean unique() {
        return many || different.size() == values;
    }

    /** The first cell that is no number. */
    @Nullable
    Cell firstText() {
        return firstText;
    }

    /** The first number that float32 does not reach. */
    @Nullable
    Cell firstTooLarge() {
        return firstTooLarge;
    }
}
