package io.cohort.observe;

/**
 * What a terminal can show.
 *
 * @param colour whether it understands colours
 * @param unicode whether it has more than ASCII
 */
public record Look(boolean colour, boolean unicode) {

    /** For files, pipes and tests. */
    public static final Look PLAIN = new Look(false, false);

    /** The few colours there are, by what they mean. */
    public enum Ink {
        GOOD("32"),
        WARNING("33"),
        BAD("31"),
        ACCENT("36"),
        FAINT("2");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    /** The text in this ink where there are colours, else as it is. */
    public String paint(Ink ink, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
    }
}
