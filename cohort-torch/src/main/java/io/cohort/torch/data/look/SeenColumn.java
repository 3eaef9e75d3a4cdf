package io.cohort.torch.data.look;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the first rows of a table show of a column.
 *
 * @param values rows in which it has a value
 * @param missing rows in which it has none
 * @param numeric whether every value is a number
 * @param whole whether every value is a whole number
 * @param distinct how many values differ
 */
record SeenColumn(String name, int values, int missing, boolean numeric, boolean whole, int distinct) {

    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "?");
    private static final int MOST_NUMBERED_CLASSES = 20;
    private static final int LEAST_ROWS_OF_IDENTIFIERS = 20;

    static SeenColumn of(String name, List<String> cells) {
        List<String> values =
                cells.stream().filter(cell -> !MISSING.contains(cell)).toList();
        boolean numeric = values.stream().allMatch(SeenColumn::isNumber);
        boolean whole = values.stream().allMatch(value -> value.matches("[-+]?[0-9]+"));
        int distinct = new HashSet<>(values).size();
        return new SeenColumn(name, values.size(), cells.size() - values.size(), numeric, whole, distinct);
    }

    static boolean isNumber(String cell) {
        return NUMBER.matcher(cell).matches();
    }

    /** Words, or few whole numbers that come again and again. */
    boolean looksLikeClasses() {
        return !numeric || (whole && distinct <= MOST_NUMBERED_CLASSES && 2 * distinct <= values);
    }

    /** Words or whole numbers of which no two are equal. */
    boolean looksLikeAnIdentifier() {
        return values >= LEAST_ROWS_OF_IDENTIFIERS && distinct == values && (whole || !numeric);
    }

    /** What was seen, for people. */
    String says() {
        if (!looksLikeClasses()) {
            return "numbers";
        }
        return distinct + (numeric ? " whole numbers" : " words");
    }
}
