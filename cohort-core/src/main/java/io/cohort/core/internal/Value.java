package io.cohort.core.internal;

import org.jspecify.annotations.Nullable;

/** A value of a job before anybody has said what it should be. Confined to the thread that reads the job. */
public sealed interface Value permits Scalar, Sequence, Mapping {

    Origin origin();

    /** What was written, on one line, shortened when long. */
    String written();

    /** The value as JSON would have it: text, number, boolean, null, list, map. */
    @Nullable
    Object plain();

    /** Whether nothing stands here. */
    default boolean absent() {
        return false;
    }

    /** At most so many characters of a value are quoted in a message. */
    int SHOWN_CHARACTERS = 60;

    static String shorten(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS - 1) + "…";
    }
}
