package io.cohort.core.event;

/**
 * Takes the events of a run.
 *
 * <p>Threading: called by one thread at a time, in the order things happened for each rank. Must not block for long and must not throw.
 */
@FunctionalInterface
public interface EventSink {

    /** A sink that forgets. */
    EventSink NONE = event -> {};

    void accept(Event event);
}
