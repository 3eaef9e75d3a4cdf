package io.cohort.core.error;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The root of every error that Cohort raises on purpose.
 *
 * <p>The message is written for a person: value, place, rule. {@link #fix()} says what to do. {@link #kind()} is a stable
 * word for scripts, listed in {@code docs/errors.md}.
 */
public abstract sealed class CohortException extends RuntimeException permits UserMistake, RunFailed, RunInterrupted {

    private final String kind;
    private final String fix;

    CohortException(String kind, String message, String fix, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.fix = fix;
    }

    /** A stable word for what went wrong, such as {@code unknown-key} or {@code worker-lost}. */
    public String kind() {
        return kind;
    }

    /** What to do about it; empty when the message says it all. */
    public String fix() {
        return fix;
    }

    /** The rank at fault, where there is one. */
    public OptionalInt rank() {
        return OptionalInt.empty();
    }

    /** What a command that ends with this error exits with: 1, 2 or 130. */
    public abstract int exitCode();
}
