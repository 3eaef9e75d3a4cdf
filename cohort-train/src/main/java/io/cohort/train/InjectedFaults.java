package io.cohort.train;

import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Timeline;
import io.cohort.engine.WorkerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the faults happen that somebody asked for, to this worker. Each is announced by an event {@code chaos} just before.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class InjectedFaults {

    /** A worker that is held looks so often whether the run has ended. */
    private static final long LOOK_NANOS = 50_000_000L;

    private final WorkerContext worker;
    private final Timeline timeline;
    private final List<Fault> faults;
    private final Set<Fault> announced = new HashSet<>();
    private long workingSinceNanos;
    private long notWorkingNanos;

    /** @param faults of all ranks */
    InjectedFaults(List<Fault> faults, WorkerContext worker) {
        this.worker = worker;
        this.timeline = worker.timeline();
        this.faults = faults.stream().filter(f -> f.rank() == worker.rank()).toList();
        goOn();
    }

    /** What came since the last step was no part of one. */
    void goOn() {
        workingSinceNanos = timeline.nowNanos();
        notWorkingNanos = timeline.notWorkingNanos();
    }

    /** The worker has done a step. */
    void afterStep(long step) {
        long ownNanos = timeline.nowNanos() - workingSinceNanos - (timeline.notWorkingNanos() - notWorkingNanos);
        for (Fault fault : faults) {
            if (step == fault.step() || (fault.kind() == Fault.Kind.SLOW && step > fault.step())) {
                happen(fault, step, ownNanos);
            }
        }
        goOn();
    }

    private void happen(Fault fault, long step, long ownNanos) {
        if (announced.add(fault)) {
            worker.event("chaos", Map.of("fault", fault.text(), "step", step));
        }
        switch (fault.kind()) {
            case SLOW -> hold(step, Duration.ofNanos((long) (ownNanos * (fault.factor() - 1))));
            case PAUSE -> hold(step, fault.pause());
            case STOP -> signal("STOP");
            case KILL -> signal("KILL");
            case FAIL -> throw new IllegalStateException("--chaos " + fault.text() + " was asked for");
        }
    }

    /** Does nothing for a while; shorter when the run ends or is asked to stop. */
    private void hold(long step, Duration howLong) {
        timeline.enter(Activity.HELD);
        long until = timeline.nowNanos() + howLong.toNanos();
        long left = howLong.toNanos();
        while (left > 0
                && !worker.stopRequested()
                && !Thread.currentThread().isInterrupted()
                && worker.liveness().verdict().isEmpty()) {
            LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
            left = until - timeline.nowNanos();
        }
        timeline.leave(step);
    }

    private static void signal(String name) {
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            int exit = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " exited with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("this system has no kill command, which --chaos needs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
