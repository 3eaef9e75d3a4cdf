package io.cohort.engine.internal;

import io.cohort.core.event.Event;
import io.cohort.engine.GangListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A listener that remembers, and on which tests wait. */
final class Recording implements GangListener {

    private static final long PATIENCE_MS = Duration.ofSeconds(40).toMillis();

    private final List<Event> events = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void event(Event event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public synchronized void log(int rank, String line) {
        lines.add("[rank " + rank + "] " + line);
        notifyAll();
    }

    synchronized List<Event> events(String type) {
        return events.stream().filter(e -> e.type().equals(type)).toList();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until so many events of a type have come. */
    List<Event> awaitEvents(String type, int count) {
        await(() -> events(type).size() >= count, count + " events " + type);
        return events(type);
    }

    void awaitLine(Predicate<String> wanted) {
        await(() -> lines().stream().anyMatch(wanted), "a line");
    }

    private synchronized void await(java.util.function.BooleanSupplier condition, String what) {
        long until = System.currentTimeMillis() + PATIENCE_MS;
        try {
            while (!condition.getAsBoolean()) {
                long left = until - System.currentTimeMillis();
                if (left <= 0) {
                    throw new AssertionError(what + " did not come; events " + events + ", lines " + lines);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The process of a rank, as its {@code worker} event says. */
    long pid(int rank) {
        return events("worker").stream()
                .filter(e -> e.rank() == rank)
                .map(e -> (long) e.number("pid"))
                .findFirst()
                .orElseThrow();
    }
}
