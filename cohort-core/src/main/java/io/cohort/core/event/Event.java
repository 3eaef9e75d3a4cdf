package io.cohort.core.event;

import io.cohort.core.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    private static final String TYPE = "type";
    private static final String TIME = "time";
    private static final String RANK = "rank";
    private static final String GENERATION = "generation";

    /**
     * Makes an event.
     *
     * @throws IllegalArgumentException when a field would hide {@code type} or {@code time}, or a worker's {@code rank} or
     *     {@code generation}
     */
    public Event {
        for (String key : rank < 0 ? List.of(TYPE, TIME) : List.of(TYPE, TIME, RANK, GENERATION)) {
            if (fields.containsKey(key)) {
                throw new IllegalArgumentException(
                        "event " + type + " has a field " + key + ", which is the event's own");
            }
        }
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The number in a field. */
    public double number(String field) {
        if (fields.get(field) instanceof Number n) {
            return n.doubleValue();
        }
        throw new IllegalArgumentException("event " + type + " has no number " + field + ": " + fields);
    }

    /**
     * The event as one line of JSON: {@code type}, {@code time}, a worker's {@code rank} and {@code generation}, then the fields; numbers
     * that are not finite are null.
     */
    public String toJson() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(TYPE, type);
        line.put(TIME, timeMs);
        if (rank >= 0) {
            line.put(RANK, rank);
            line.put(GENERATION, generation);
        }
        line.putAll(fields);
        return Json.write(line);
    }

    /**
     * Reads what {@link #toJson()} wrote; whole numbers become {@code Long}, others {@code Double}. A launcher's event that has a field
     * {@code rank}, for the rank it speaks of, keeps it as a field.
     *
     * @throws IllegalArgumentException when the line is no event, half a line for one
     */
    public static Event fromJson(String line) {
        Map<String, Object> fields = Json.readMap(line);
        if (!(fields.remove(TYPE) instanceof String type) || !(fields.remove(TIME) instanceof Long timeMs)) {
            throw new IllegalArgumentException("is no event, which has type and time: " + line);
        }
        boolean worker = fields.containsKey(RANK) && fields.containsKey(GENERATION);
        int rank = worker ? intOf(fields.remove(RANK), line) : LAUNCHER;
        int generation = worker ? intOf(fields.remove(GENERATION), line) : 0;
        return new Event(type, timeMs, rank, generation, fields);
    }

    private static int intOf(@Nullable Object number, String line) {
        if (number instanceof Long value && value >= 0 && value <= Integer.MAX_VALUE) {
            return value.intValue();
        }
        throw new IllegalArgumentException("is no event, whose rank and generation are whole numbers from 0: " + line);
    }
}
