package io.cohort.comm;

/**
 * A group has failed: a rank died, ranks disagreed, or the deadline passed. Every rank of the group gets the same verdict; the
 * group cannot be used again.
 */
public final class CommException extends RuntimeException {

    private final transient Verdict verdict;

    public CommException(Verdict verdict) {
        super(verdict.message());
        this.verdict = verdict;
    }

    public Verdict verdict() {
        return verdict;
    }
}
