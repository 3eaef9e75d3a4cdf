package io.cohort.core.error;

/** The user stopped the run; the last checkpoint is kept and named. Exit 130. */
public final class RunInterrupted extends CohortException {

    public RunInterrupted(String message, String fix) {
        super("interrupted", message, fix, null);
    }

    @Override
    public int exitCode() {
        return 130;
    }
}
