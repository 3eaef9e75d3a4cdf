package io.cohort.observe;

import java.util.Locale;

/** How a run stands. */
public enum RunState {
    /** Its launcher lives. */
    RUNNING,
    /** It came to its end and has a summary. */
    DONE,
    /** It ended with an error. */
    FAILED,
    /** It was stopped, or its launcher was killed; it can be resumed from its last checkpoint. */
    INTERRUPTED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
