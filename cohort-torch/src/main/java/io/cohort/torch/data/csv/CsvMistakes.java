package io.cohort.torch.data.csv;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.internal.DataFile;
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

    /** Something about the whole file. */
    static UserMistake file(DataFile file, String kind, String rule, String fix) {
        return new UserMistake(kind, new Problem(file.path().toString(), null, rule, fix));
    }

    static String brief(String value) {
        return value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "…";
    }
}
