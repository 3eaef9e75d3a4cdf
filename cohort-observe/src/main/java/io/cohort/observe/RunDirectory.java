package io.cohort.observe;

import io.cohort.core.event.Event;
import io.cohort.core.job.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The directory of one run: {@code job.yaml} (resolved), {@code events.jsonl}, {@code logs/}, {@code checkpoints/}, {@code model/},
 * {@code summary.json} once it is done. The launcher is its only writer.
 *
 * <p>Threading: one thread at a time.
 */
public final class RunDirectory implements AutoCloseable {

    /**
     * Makes a new run directory.
     *
     * @param out the directory itself, which must not exist; or empty for {@code runs/<name>-<time>} below the working directory
     * @throws io.cohort.core.error.UserMistake when it exists or cannot be written
     */
    public static RunDirectory create(Job job, String out) {
        throw new UnsupportedOperationException();
    }

    /** Opens an existing run to go on in it or to look at it. @throws io.cohort.core.error.UserMistake when it is none */
    public static RunDirectory open(Path path) {
        throw new UnsupportedOperationException();
    }

    /** The runs below a directory, oldest first; what is no run is left out. */
    public static List<RunDirectory> list(Path runs) {
        throw new UnsupportedOperationException();
    }

    public Path path() {
        throw new UnsupportedOperationException();
    }

    /** The resolved job of the run. */
    public Job job() {
        throw new UnsupportedOperationException();
    }

    /** Appends an event. */
    public void append(Event event) {
        throw new UnsupportedOperationException();
    }

    /** Appends a line to {@code logs/rank-R.log}. */
    public void log(int rank, String line) {
        throw new UnsupportedOperationException();
    }

    /** The events so far, in order; a torn last line is left out. */
    public List<Event> events() {
        throw new UnsupportedOperationException();
    }

    /** Writes {@code summary.json}, beside and renamed. */
    public void summary(Map<String, Object> summary) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
