package io.cohort.observe;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.timeline.TimelinePart;

/**
 * Follows one run in the launcher and makes something of its events: a report, a file for another tool, figures on a port.
 *
 * <p>Threading: called by one thread at a time. Must not block for long: the run waits meanwhile.
 *
 * <p>Failure: whatever it throws becomes a warning of the run, and it is asked no more. A run never ends because somebody watched it.
 */
public interface RunObserver extends AutoCloseable {

    /**
     * The run directory is there; no event of this start has come yet. A resumed run's directory has the events of earlier starts.
     *
     * @param events takes what the observer has to say itself, from its first event on
     */
    default void begin(RunDirectory run, EventSink events) {}

    /** One more event, which stands in the run directory already. */
    void event(Event event);

    /** What a rank did since it last told; about twice a second. It stands nowhere else. */
    default void timeline(int rank, TimelinePart part) {}

    /** The run is over, or never began. The run directory, if there is one, may still be written. */
    @Override
    void close();
}
