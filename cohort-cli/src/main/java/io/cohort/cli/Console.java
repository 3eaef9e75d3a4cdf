package io.cohort.cli;

import io.cohort.core.event.Event;
import io.cohort.core.json.Json;
import io.cohort.observe.Look;
import io.cohort.observe.RunEvents;
import io.cohort.observe.TerminalView;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a command speaks once its options are read: JSON to programs, text to people. With {@code --json}, standard output has one object a
 * line and nothing else, and text goes to standard error.
 *
 * <p>Threading: safe for several threads; lines never mix.
 */
final class Console {

    private final Streams streams;
    private final boolean json;
    private final boolean quiet;
    private final Look outLook;
    private final Look errLook;

    Console(Streams streams, boolean json, boolean quiet, Look outLook, Look errLook) {
        this.streams = streams;
        this.json = json;
        this.quiet = quiet;
        this.outLook = outLook;
        this.errLook = errLook;
    }

    /** An event of a run. An error is not passed on: the command's end says it, once. */
    void event(Event event) {
        if (json && !event.type().equals(RunEvents.ERROR)) {
            object(event.toJson());
        }
    }

    /** The command's last object. */
    void last(String type, Map<String, ?> fields) {
        object(type, fields);
    }

    /** An object on the way to the last one. */
    void object(String type, Map<String, ?> fields) {
        if (json) {
            object(line(type, fields));
        }
    }

    /** An object as one line, with its type first. */
    static String line(String type, Map<String, ?> fields) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", type);
        object.putAll(fields);
        return Json.write(object);
    }

    private void object(String line) {
        synchronized (streams) {
            streams.out().println(line);
            streams.out().flush();
        }
    }

    /** The command's result for people. */
    void show(List<String> lines) {
        if (json && quiet) {
            return;
        }
        PrintStream stream = json ? streams.err() : streams.out();
        synchronized (streams) {
            lines.forEach(stream::println);
            stream.flush();
        }
    }

    /** What people may want to know on the way. */
    void note(String line) {
        if (!quiet) {
            streams.err().println(line);
        }
    }

    /** What happens now, in one line that the next one replaces; only on a terminal. Empty to take it away. */
    void status(String line) {
        if (!quiet && streams.errTerminal()) {
            synchronized (streams) {
                // One column stays free: a full line makes some terminals wrap.
                streams.err().print("\r\u001b[K" + line.substring(0, Math.min(line.length(), streams.columns() - 1)));
                streams.err().flush();
            }
        }
    }

    /** A picture of a run as it goes. */
    TerminalView view() {
        TerminalView.Screen screen = new TerminalView.Screen(streams.errTerminal(), quiet, streams.columns(), errLook);
        return new TerminalView(streams.err(), screen, () -> System.nanoTime() / 1_000_000);
    }

    /** How wide {@link #show} may be. */
    int columns() {
        return streams.columns();
    }

    /** How {@link #show} looks. */
    Look look() {
        return json ? errLook : outLook;
    }
}
