package io.cohort.train;

import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a job's model on its workers: the launcher's side of {@code cohort train}.
 *
 * <p>Threading: {@link #run} blocks; {@link #requestStop} may be called by any thread, a signal handler too.
 */
public final class Training {

    /**
     * What a run needs beside its job.
     *
     * @param out the run directory itself, which must not exist; {@code null} for {@code runs/<name>-<time>}
     * @param listen {@code host:port} at which workers of other hosts join; {@code null} for none
     * @param remote how many of the workers join from other hosts
     */
    public record Options(@Nullable Path out, @Nullable String listen, int remote) {
        public static final Options DEFAULT = new Options(null, null, 0);
    }

    /**
     * What came of a run.
     *
     * @param run the run directory
     * @param summary the fields of the {@code summary} object, as {@code cohort train --json} prints them
     */
    public record Result(Path run, Map<String, Object> summary) {}

    /** Prepares a run: checks job, data and model; nothing is written yet. @throws io.cohort.core.error.UserMistake with every problem */
    public static Training prepare(Job job, Options options) {
        throw new UnsupportedOperationException();
    }

    /** Prepares to go on in a run with its own job, from its last checkpoint. */
    public static Training resume(Path run) {
        throw new UnsupportedOperationException();
    }

    /**
     * Trains to the end.
     *
     * @param events hears every event, from {@code started} to {@code summary}
     * @param log hears every line that a worker writes, with {@code [rank N] } in front
     * @throws io.cohort.core.error.RunFailed when a worker was lost or failed
     * @throws io.cohort.core.error.RunInterrupted after {@link #requestStop}; the last checkpoint is kept and named
     */
    public Result run(EventSink events, Consumer<String> log) {
        throw new UnsupportedOperationException();
    }

    /** Asks the run to stop after its current step and to keep a checkpoint. */
    public void requestStop() {
        throw new UnsupportedOperationException();
    }
}
