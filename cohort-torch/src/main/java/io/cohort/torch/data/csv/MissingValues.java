package io.cohort.torch.data.csv;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.internal.DataFile;

/** Says where a value is missing and what can be done about it. */
final class MissingValues {

    private MissingValues() {}

    static UserMistake cell(DataFile file, RowPlace place, String column, String written) {
        return CsvMistakes.cell(
                file,
                "data-missing",
                place,
                column,
                written,
                "has no value",
                "Fill it in, or write missing: mean (the column's mean stands in) or missing: drop (the row is left out)");
    }

    static UserMistake label(DataFile file, RowPlace place, String column) {
        return CsvMistakes.cell(
                file,
                "data-missing",
                place,
                column,
                null,
                "has no value, and it is the label",
                "Fill it in, or write missing: drop to leave the row out");
    }

    /** A row that cannot be left out, because something is to be said about every row. */
    static UserMistake undroppable(DataFile file, RowPlace place, String column, String written) {
        return CsvMistakes.cell(
                file,
                "data-missing",
                place,
                column,
                written,
                "has no value, and a prediction is wanted for every row",
                "Fill it in, or train with missing: mean");
    }
}
