package io.cohort.engine.internal;

import io.cohort.comm.CommException;
import io.cohort.comm.Verdict;
import io.cohort.core.error.CohortException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's entry threw.
 *
 * @param kind {@code worker-failed}, or the kind of the project's own error
 * @param message the exception's message, with its class where the message alone would say little
 * @param fix what to do about it
 * @param verdict what a group had found, when the entry only passed that on
 */
record Failure(String kind, String message, String fix, @Nullable Verdict verdict) {

    static Failure of(Throwable thrown) {
        if (thrown instanceof CommException comm) {
            Verdict verdict = comm.verdict();
            return new Failure(verdict.kind(), verdict.message(), verdict.fix(), verdict);
        }
        if (thrown instanceof CohortException own) {
            return new Failure(own.kind(), String.valueOf(own.getMessage()), own.fix(), null);
        }
        String name = thrown.getClass().getSimpleName();
        String message = thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
        return new Failure(
                "worker-failed",
                message,
                "The worker's log has the stack trace; mend what it names and start again from the last checkpoint.",
                null);
    }

    /** For the log, line by line; empty for the project's own errors, whose messages say it all. */
    static List<String> stackTrace(Throwable thrown) {
        if (thrown instanceof CommException || thrown instanceof CohortException) {
            return List.of();
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().lines().toList();
    }
}
