package io.cohort.engine.internal;

import io.cohort.core.event.Event;
import io.cohort.core.timeline.TimelinePart;
import io.cohort.engine.GangListener;

/** Lets one caller at a time through to a launcher's listener. Safe for several threads. */
final class SharedListener implements GangListener {

    private final GangListener listener;

    SharedListener(GangListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void event(Event event) {
        listener.event(event);
    }

    @Override
    public synchronized void log(int rank, String line) {
        listener.log(rank, line);
    }

    @Override
    public synchronized void timeline(int rank, TimelinePart part) {
        listener.timeline(rank, part);
    }
}
