package io.cohort.cli;

import io.cohort.bench.BenchListener;
import io.cohort.core.event.Event;
import io.cohort.observe.RunEvents;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Passes on what a benchmark tells: a line a result, and how far it is while it runs. */
final class BenchView implements BenchListener, AutoCloseable {

    private final Console console;
    private final Function<Map<String, Object>, List<String>> lines;

    /** @param lines what people see of a result */
    BenchView(Console console, Function<Map<String, Object>, List<String>> lines) {
        this.console = console;
        this.lines = lines;
    }

    @Override
    public void result(Map<String, Object> fields) {
        console.status("");
        console.last("bench", fields);
        console.show(lines.apply(fields));
    }

    @Override
    public void event(Event event) {
        console.event(event);
        Map<String, Object> fields = event.fields();
        if (event.type().equals(RunEvents.WARNING)) {
            console.note("warning: " + fields.get("message"));
        } else if (event.type().equals("progress")) {
            console.status(
                    "measuring " + fields.get("of") + ": turn " + fields.get("turn") + " of " + fields.get("turns"));
        }
    }

    @Override
    public void log(int rank, String line) {
        boolean greeting =
                line.startsWith("[Gloo] Rank "); // each rank says how many it sees, whenever a group is opened
        if (!greeting) {
            console.note("[rank " + rank + "] " + line);
        }
    }

    /** Takes the line away that moves. */
    @Override
    public void close() {
        console.status("");
    }
}
