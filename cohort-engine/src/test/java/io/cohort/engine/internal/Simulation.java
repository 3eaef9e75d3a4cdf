package io.cohort.engine.internal;

import io.cohort.comm.Liveness.Suspicion;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.core.error.RunFailed;
import io.cohort.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** A coordinator with a clock that moves only when told, and links that remember. */
final class Simulation {

    static final String SUM = "all-reduce sum float32[1000]";

    final List<Event> events = new ArrayList<>();
    final List<List<Verdict>> told = new ArrayList<>();
    final List<Integer> begun = new ArrayList<>();
    final List<Integer> stopped = new ArrayList<>();
    final Coordinator coordinator;
    private long nowMs = 1_000_000;

    Simulation(int workers) {
        coordinator = new Coordinator(Seat.of(Gangs.workers(workers)), Timing.USUAL, () -> nowMs, events::add);
        for (int rank = 0; rank < workers; rank++) {
            told.add(new ArrayList<>());
        }
    }

    static Simulation joined(int workers) {
        Simulation simulation = new Simulation(workers);
        for (int rank = 0; rank < workers; rank++) {
            simulation.join(rank);
        }
        return simulation;
    }

    void join(int rank) {
        coordinator.join(rank, new Arrival("host" + rank, 100 + rank, true), new Link() {
            @Override
            public void begin(int given) {
                begun.add(given);
            }

            @Override
            public void stop() {
                stopped.add(rank);
            }

            @Override
            public void verdict(Verdict verdict) {
                told.get(rank).add(verdict);
            }
        });
    }

    /** Lets time pass in ticks; these ranks send heartbeats meanwhile. */
    void pass(long ms, int... beating) {
        for (long passed = 0; passed < ms; passed += 100) {
            nowMs += 100;
            for (int rank : beating) {
                coordinator.heard(rank);
            }
            coordinator.tick();
        }
    }

    /** Lets the launcher itself stand still. */
    void freeze(long ms) {
        nowMs += ms;
        coordinator.tick();
    }

    static OperationState state(long sequence, String operation, int waitingFor) {
        return new OperationState("worker", sequence, operation, waitingFor, false);
    }

    void waits(int rank, long sequence, int waitingFor) {
        coordinator.waiting(rank, state(sequence, SUM, waitingFor));
    }

    void reports(int rank, String kind, int suspect) {
        coordinator.report(rank, new Suspicion(kind, suspect, state(7, SUM, suspect), "the connection closed"));
    }

    Verdict verdict() {
        return coordinator.verdict().orElseThrow(() -> new AssertionError("no verdict"));
    }

    RunFailed failure() {
        try {
            coordinator.outcome().join();
        } catch (CompletionException e) {
            return (RunFailed) e.getCause();
        }
        throw new AssertionError("the gang ended well");
    }

    List<Event> warnings() {
        return events.stream().filter(e -> e.type().equals("warning")).toList();
    }
}
