package io.cohort.torch.data.csv;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.internal.DataFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a table, said with the place. */
final class CsvMistakes {

    private static final int MOST_SHOWN = 60;

    private CsvMistakes() {}

    static UserMistake format(DataFile file, long line, String rule, String fix) {
        return new UserMistake("data-format", new Problem(file.path() + ":" + line, null, rule, fix));
    }

    /** Something about a cell. */
    static UserMistake cell(
            DataFile file,
            String kind,
            RowPlace place,
            String column,
            @Nullable String value,
            String rule,
            String fix) {
        return new UserMistake(
                kind,
                new Problem(
                        file.path() + ":" + place.line(),
                        value == null ? null : brief(value),
                        "row " + place.row() + ", column " + column + ": " + rule,
                        fix));
    }

    /** A number that a tensor cannot hold. */
    static UserMistake tooLarge(DataFile file, RowPlace place, String column, String value) {
        return cell(
                file,
                "data-format",
                place,
                column,
                value,
                "is beyond float32, which ends at 3.4e38",
                "Scale the column");
    }

    /** A text in a column that is meant to hold numbers: most likely a slip, which must not turn the column into categories. */
    static UserMistake slip(DataFile file, ColumnSurvey column, String name, String fix) {
        ColumnSurvey.Cell text = Objects.requireNonNull(column.firstText());
        return cell(
                file,
                "data-column",
                text.place(),
                name,
                text.text(),
                "is no number, but %,d of the column's %,d values are".formatted(column.numbers(), column.values()),
                fix);
    }

    /** Something about the whole file. */
    static UserMistake file(DataFile file, String kind, String rule, String fix) {
        return new UserMistake(kind, new Problem(file.path().toString(), null, rule, fix));
    }

    static String brief(String value) {
        return value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "…";
    }
}
