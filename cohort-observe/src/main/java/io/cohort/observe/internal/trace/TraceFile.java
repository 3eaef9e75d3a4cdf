package io.cohort.observe.internal.trace;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.timeline.Meeting;
import io.cohort.core.timeline.Meetings;
import io.cohort.core.timeline.Span;
import io.cohort.core.timeline.TimelinePart;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunEvents;
import io.cohort.observe.RunObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the timeline of a run to {@code trace.json}, a file more for each resume. The file is a JSON array that viewers read without its end, too, so
 * a run that was killed leaves a trace.
 *
 * <p>Threading: one thread at a time. Disk: no more than {@value #MOST_MB} MB; what comes later is left out, with a warning.
 */
final class TraceFile implements RunObserver {

    private static final int MOST_MB = 256;
    private static final long MOST_CHARACTERS = (long) MOST_MB << 20;

    private final Meetings meetings = new Meetings();
    private final long mostCharacters;
    private EventSink events = EventSink.NONE;
    private @Nullable Writer out;
    private @Nullable TraceEvents trace;
    private Path path = Path.of("");
    private long characters;
    private boolean full;

    TraceFile() {
        this(MOST_CHARACTERS);
    }

    TraceFile(long mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    @Override
    public void begin(RunDirectory run, EventSink sink) {
        events = sink;
        path = run.path().resolve("trace.json");
        for (int n = 2; Files.exists(path); n++) {
            path = run.path().resolve("trace-" + n + ".json");
        }
        try {
            out = Files.newBufferedWriter(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void event(Event event) {
        if (event.type().equals(RunEvents.STARTED)) {
            trace = new TraceEvents(TimeUnit.MILLISECONDS.toNanos(event.timeMs()), this::write);
        } else if (trace != null && event.type().equals(RunEvents.WORKER)) {
            trace.rank(event.rank(), String.valueOf(event.fields().getOrDefault("host", "")));
        }
    }

    @Override
    public void timeline(int rank, TimelinePart part) {
        if (trace == null || full) {
            return;
        }
        for (Span span : part.spans()) {
            trace.span(rank, span);
            meetings.accept(rank, span).ifPresent(this::met);
        }
        if (characters > mostCharacters) {
            full = true;
            String message = path + " is full (" + mostCharacters / (1 << 20)
                    + " MB): what comes from now on is not in it." + " Trace a shorter run: --set train.maxSteps=1000";
            events.accept(new Event(
                    RunEvents.WARNING, System.currentTimeMillis(), Event.LAUNCHER, 0, Map.of("message", message)));
        }
    }

    private void met(Meeting meeting) {
        if (trace != null) {
            trace.waiting(meeting);
        }
    }

    private void write(String object) {
        if (out == null) {
            return;
        }
        try {
            out.write(characters == 0 ? "[\n" : ",\n");
            out.write(object);
            characters += object.length() + 2;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (out == null) {
            return;
        }
        try (Writer closing = out) {
            out = null;
            closing.write(characters == 0 ? "[]\n" : "\n]\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
