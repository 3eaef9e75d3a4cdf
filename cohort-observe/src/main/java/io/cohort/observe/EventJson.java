package io.cohort.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohort.core.event.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Events as lines of JSON, {@code type} first. What is no number in JSON (a loss that is NaN) is written as text.
 *
 * <p>Threading: any.
 */
public final class EventJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private EventJson() {}

    /** The event as one line, without the line's end. */
    public static String line(Event event) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("time", event.timeMs());
        object.put("rank", event.rank());
        object.put("generation", event.generation());
        object.putAll(event.fields());
        return line(event.type(), object);
    }

    /** An object that is no event of a run, such as a command's last one, as one line with {@code type} first. */
    public static String line(String type, Map<String, ?> fields) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", type);
        object.putAll(fields);
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a field of this " + type + " has no form in JSON: " + fields, e);
        }
    }

    /** Reads back what {@link #line(Event)} wrote. @throws IllegalArgumentException when it is no such line */
    public static Event parse(String line) {
        try {
            Map<String, Object> object = JSON.readValue(line, OBJECT);
            if (object != null
                    && object.remove("type") instanceof String type
                    && object.remove("time") instanceof Number time
                    && object.remove("rank") instanceof Number rank
                    && object.remove("generation") instanceof Number generation) {
                return new Event(type, time.longValue(), rank.intValue(), generation.intValue(), object);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an event: " + line, e);
        }
        throw new IllegalArgumentException("not an event: " + line);
    }
}
