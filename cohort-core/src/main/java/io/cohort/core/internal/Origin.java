package io.cohort.core.internal;

/**
 * Where a value was written: in a file, in an override, or by a program.
 *
 * @param source the file as the user named it; what stands before the key path for values of a program; unused for an override
 * @param line counted from 1; 0 unless the value stands in a file
 * @param column counted from 1
 */
public record Origin(Kind kind, String source, int line, int column) {

    /** Who wrote the value; the order in which problems are shown. */
    public enum Kind {
        FILE,
        OVERRIDE,
        PROGRAM
    }

    public static Origin file(String file, int line, int column) {
        return new Origin(Kind.FILE, file, line, column);
    }

    public static Origin override() {
        return new Origin(Kind.OVERRIDE, "", 0, 0);
    }

    /**
     * A value that a program gave.
     *
     * @param place what to say before the key path; may be empty
     */
    public static Origin program(String place) {
        return new Origin(Kind.PROGRAM, place, 0, 0);
    }

    /** The place of a problem: {@code digits.yaml:7:3 train.batch}, {@code --set train.batch}, {@code train.batch}. */
    public String place(String path) {
        String prefix =
                switch (kind) {
                    case FILE -> source + ":" + line + ":" + column;
                    case OVERRIDE -> "--set";
                    case PROGRAM -> source;
                };
        if (prefix.isEmpty() || path.isEmpty()) {
            return prefix + path;
        }
        return prefix + " " + path;
    }

    /** A fix that names a better value, in the words of the place where the value was written. */
    public String use(String path, String better) {
        return kind == Kind.OVERRIDE ? "Use --set " + path + "=" + better : "Use " + path + ": " + better;
    }
}
