package io.cohort.train;

import io.cohort.core.error.CohortException;
import io.cohort.core.error.RunFailed;
import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.timeline.TimelinePart;
import io.cohort.engine.GangListener;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunEvents;
import io.cohort.observe.RunObservers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a gang says to the run directory, the observers the job asks for, and whoever started the run.
 *
 * <p>An engine's threads must not be hit by a full disk: the first failure to write is kept, the run is asked to stop, and
 * {@link #requireWritten} throws it where the run is waited for.
 *
 * <p>Threading: calls come one at a time, from any thread.
 */
final class RunRecorder implements GangListener {

    private final RunDirectory directory;
    private final RunObservers observers;
    private final EventSink events;
    private final Consumer<String> lines;
    private final Runnable stop;
    private volatile @Nullable RunFailed unwritten;

    /** @param stop asks the run to stop; must not block */
    RunRecorder(
            RunDirectory directory, RunObservers observers, EventSink events, Consumer<String> lines, Runnable stop) {
        this.directory = directory;
        this.observers = observers;
        this.events = events;
        this.lines = lines;
        this.stop = stop;
    }

    @Override
    public void event(Event event) {
        write(() -> directory.append(event));
        observers.accept(event);
        events.accept(event);
    }

    @Override
    public void log(int rank, String line) {
        write(() -> directory.log(rank, line));
        lines.accept("[rank " + rank + "] " + line);
    }

    @Override
    public void timeline(int rank, TimelinePart part) {
        observers.timeline(rank, part);
    }

    /** @throws RunFailed when the run directory could not be written */
    void requireWritten() {
        RunFailed first = unwritten;
        if (first != null) {
            throw first;
        }
    }

    /** Keeps in the run directory how the run failed, if that can still be written. */
    void failed(CohortException failure) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", failure.kind());
        fields.put("message", String.valueOf(failure.getMessage()));
        fields.put("fix", failure.fix());
        fields.put(
                "rank",
                failure.rank().isPresent() ? Integer.valueOf(failure.rank().getAsInt()) : null);
        fields.put("exit", failure.exitCode());
        Event error = ofLauncher(RunEvents.ERROR, fields);
        try {
            directory.append(error);
        } catch (RunFailed unwritable) {
            failure.addSuppressed(unwritable);
        }
        observers.accept(error); // they may read the directory; who started the run learns it as an exception
    }

    static Event ofLauncher(String type, Map<String, Object> fields) {
        return new Event(type, System.currentTimeMillis(), Event.LAUNCHER, 0, fields);
    }

    private void write(Runnable append) {
        if (unwritten != null) {
            return;
        }
        try {
            append.run();
        } catch (RunFailed failure) {
            unwritten = failure;
            stop.run();
        }
    }
}
