package io.cohort.observe;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.timeline.TimelinePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that follow one run. One that fails is let go of with a warning; the others and the run go on.
 *
 * <p>Threading: one thread at a time. An observer may send an event while it hears one.
 */
public final class RunObservers implements EventSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunObservers.class);

    private record Following(String key, RunObserver observer) {}

    private final List<Following> following = new ArrayList<>();
    private EventSink events = EventSink.NONE;

    private RunObservers() {}

    /**
     * Opens the observers a job asks for, before its run directory is made.
     *
     * @throws io.cohort.core.error.UserMistake when one cannot have what it needs; none stays open then
     */
    public static RunObservers open(Observe observe) {
        RunObservers observers = new RunObservers();
        try {
            for (Observe.Wanted wanted : observe.wanted()) {
                observers.following.add(
                        new Following(wanted.key(), wanted.plan().open()));
            }
            return observers;
        } catch (RuntimeException | Error e) {
            observers.close();
            throw e;
        }
    }

    /**
     * The run begins.
     *
     * @param sink takes the observers' own events and the warnings about them
     * @return this, so that the observers can be closed before the directory is
     */
    public RunObservers begin(RunDirectory run, EventSink sink) {
        this.events = sink;
        each(observer -> observer.begin(run, sink));
        return this;
    }

    @Override
    public void accept(Event event) {
        each(observer -> observer.event(event));
    }

    /** Hands on what a rank did since it last told. */
    public void timeline(int rank, TimelinePart part) {
        each(observer -> observer.timeline(rank, part));
    }

    /** Closes what is open; a second time does nothing. */
    @Override
    public void close() {
        for (Following one : List.copyOf(following)) {
            following.remove(one);
            closing(one);
        }
    }

    private void each(Consumer<RunObserver> call) {
        for (Following one : List.copyOf(following)) {
            // Another's event may have let go of it meanwhile.
            if (following.contains(one)) {
                callOne(one, call);
            }
        }
    }

    private void callOne(Following one, Consumer<RunObserver> call) {
        try {
            call.accept(one.observer);
        } catch (RuntimeException e) {
            following.remove(one);
            closing(one);
            warn(one.key, e);
        }
    }

    private void warn(String key, RuntimeException e) {
        LOG.debug("observe.{} failed", key, e);
        String message = "observe." + key + " is given up: " + Reason.of(e);
        events.accept(new Event(
                RunEvents.WARNING, System.currentTimeMillis(), Event.LAUNCHER, 0, Map.of("message", message)));
    }

    private static void closing(Following one) {
        try {
            one.observer.close();
        } catch (RuntimeException e) {
            LOG.warn("observe.{} did not end well: {}", one.key, Reason.of(e));
        }
    }
}
