package io.cohort.torch.data.csv;

import java.util.Set;

/** What a cell says, whoever reads it: spaces around it mean nothing, and some words mean that there is no value. */
final class Cells {

    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "?");

    private Cells() {}

    static String strip(String cell) {
        int length = cell.length();
        boolean bare = length == 0 || (cell.charAt(0) > ' ' && cell.charAt(length - 1) > ' ');
        return bare ? cell : cell.strip();
    }

    static boolean missing(String stripped) {
        return stripped.length() <= 4 && MISSING.contains(stripped);
    }
}
