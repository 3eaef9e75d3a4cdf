package io.cohort.core.job;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the word that somebody probably meant.
 *
 * <p>Source: optimal string alignment (insertions, deletions, substitutions, swaps of neighbours); F. J. Damerau, "A technique for
 * computer detection and correction of spelling errors", CACM 7(3), 1964.
 */
public final class Nearest {

    private Nearest() {}

    /**
     * The candidate nearest to a word: at most one edit for every three letters, case, {@code _} and {@code -} aside. The first of
     * several that are as near; empty when none is near.
     */
    public static Optional<String> of(String word, Collection<String> candidates) {
        String bare = bare(word);
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            String other = bare(candidate);
            int allowed = Math.max(1, Math.max(bare.length(), other.length()) / 3);
            if (other.isEmpty() || Math.abs(bare.length() - other.length()) > allowed) {
                continue;
            }
            int edits = edits(bare, other);
            if (edits <= allowed && edits < least && edits < other.length()) {
                least = edits;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Edits between two words, keeping three rows of the table: the current one and the two above it. */
    static int edits(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, 1 + Math.min(above[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.length()];
    }
}
