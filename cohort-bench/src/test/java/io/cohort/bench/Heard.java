package io.cohort.bench;

import io.cohort.core.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Keeps what a benchmark tells. */
final class Heard implements BenchListener {

    final List<Map<String, Object>> results = Collections.synchronizedList(new ArrayList<>());
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void result(Map<String, Object> fields) {
        results.add(fields);
    }

    @Override
    public void event(Event event) {
        events.add(event);
    }

    @Override
    public void log(int rank, String line) {
        // Workers of a test have nothing to say.
    }
}
