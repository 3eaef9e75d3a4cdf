package io.cohort.core.error;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A run that began and could not end well: a worker died, ranks disagreed, a target was missed. Exit 1. */
public final class RunFailed extends CohortException {

    private final int rank;

    /**
     * @param kind a stable word, such as {@code worker-lost}
     * @param rank the rank at fault; −1 when no single rank is
     */
    public RunFailed(String kind, String message, String fix, int rank, @Nullable Throwable cause) {
        super(kind, message, fix, cause);
        this.rank = rank;
    }

    public RunFailed(String kind, String message, String fix) {
        this(kind, message, fix, -1, null);
    }

    @Override
    public OptionalInt rank() {
        return rank < 0 ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    @Override
    public int exitCode() {
        return 1;
    }
}
