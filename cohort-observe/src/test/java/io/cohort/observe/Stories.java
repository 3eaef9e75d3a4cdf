package io.cohort.observe;

import io.cohort.core.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Events of runs to look at. */
public final class Stories {

    private Stories() {}

    /** All that a real run of the digits on two processes told. */
    public static List<Event> digits() {
        List<Event> events = new ArrayList<>();
        try {
            Path file = Path.of(Objects.requireNonNull(Stories.class.getResource("/fixtures/digits-events.jsonl"))
                    .toURI());
            EventLog.read(file, events::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return events;
    }

    public static RunHistory history(List<Event> events) {
        RunHistory history = new RunHistory();
        events.forEach(history::accept);
        return history;
    }

    /** @param fields names and values by turns */
    public static Event launcher(String type, Object... fields) {
        return new Event(type, 1_000, Event.LAUNCHER, 0, map(fields));
    }

    /** @param fields names and values by turns */
    public static Event rank(int rank, String type, Object... fields) {
        return new Event(type, 2_000, rank, 0, map(fields));
    }

    private static Map<String, Object> map(Object... fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put((String) fields[i], fields[i + 1]);
        }
        return map;
    }
}
