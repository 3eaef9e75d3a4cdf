package io.cohort.engine;

import io.cohort.core.event.Event;
import io.cohort.core.timeline.TimelinePart;

/** What a launcher hears of its gang. Calls come one at a time, in order for each rank. */
public interface GangListener {

    void event(Event event);

    /** A line that a worker wrote to its standard output or error. */
    void log(int rank, String line);

    /** What a worker did since it last told; about twice a second. */
    default void timeline(int rank, TimelinePart part) {}
}
