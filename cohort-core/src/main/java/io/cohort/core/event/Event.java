package io.cohort.core.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One fact about a run, as it stands in {@code events.jsonl} and on the stream of {@code --json}: one JSON object a line,
 * its fields beside {@code type}, {@code time}, {@code rank} and {@code generation}.
 *
 * @param type what happened: {@code started}, {@code worker}, {@code step}, {@code epoch}, {@code checkpoint}, {@code warning}, {@code summary}, …
 * @param timeMs milliseconds since 1970, on the launcher's clock
 * @param rank who says so; −1 for the launcher
 * @param generation the membership the rank belongs to; 0 for the first
 * @param fields the rest; values are JSON values (text, number, boolean, list, map), in the order they are shown
 */
public record Event(String type, long timeMs, int rank, int generation, Map<String, Object> fields) {

    /** The rank of the launcher, which is no worker. */
    public static final int LAUNCHER = -1;

    public Event {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The number in a field. */
    public double number(String field) {
        if (fields.get(field) instanceof Number n) {
            return n.doubleValue();
        }
        throw new IllegalArgumentException("event " + type + " has no number " + field + ": " + fields);
    }
}
