package io.cohort.observe;

import io.cohort.core.event.Event;

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
}
