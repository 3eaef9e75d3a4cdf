package io.cohort.observe;

import io.cohort.core.event.Event;

/** Reads fields that may be absent, or not be numbers in JSON (NaN, infinity), from an event. */
final class Fields {

    private Fields() {}

    /** The number in a field; NaN where there is none. */
    static double number(Event event, String field) {
        Object value = event.fields().get(field);
        if (value instanceof Number n) {
            return n.doubleValue();
        }
        return "Infinity".equals(value)
                ? Double.POSITIVE_INFINITY
                : "-Infinity".equals(value) ? Double.NEGATIVE_INFINITY : Double.NaN;
    }

    static int integer(Event event, String field, int fallback) {
        return event.fields().get(field) instanceof Number n ? n.intValue() : fallback;
    }
}
