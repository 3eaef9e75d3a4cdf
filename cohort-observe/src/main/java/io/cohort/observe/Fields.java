package io.cohort.observe;

import io.cohort.core.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads fields that may be absent from an event. Pure. */
public final class Fields {

    private Fields() {}

    /** The number in a field; NaN where there is none, or none that JSON has a word for. */
    public static double number(Event event, String field) {
        return event.fields().get(field) instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    /** The whole number in a field, or what stands in for it. */
    public static int integer(Event event, String field, int fallback) {
        return event.fields().get(field) instanceof Number n ? n.intValue() : fallback;
    }

    /** The objects in a list; what is no object is passed over. */
    static List<Map<String, Object>> maps(Event event, String field) {
        List<Map<String, Object>> maps = new ArrayList<>();
        if (event.fields().get(field) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> map) {
                    Map<String, Object> copy = new LinkedHashMap<>();
                    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
                    maps.add(copy);
                }
            }
        }
        return maps;
    }
}
