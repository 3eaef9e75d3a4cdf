package io.cohort.comm.internal.message;

import io.cohort.comm.CommException;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.wire.Wire;
import io.cohort.core.timeline.Timeline;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives of a group, on a thread and a wire of their own: they wait neither for collectives nor for one another, except in
 * order within one (pair, tag).
 *
 * <p>Threading: any thread. The thread begins with the first message and sleeps while there is nothing to do.
 */
public final class Messages {

    private final Wire wire;
    private final GroupFate fate;
    private final String threadName;
    private final MessageProtocol protocol;
    private final ConcurrentLinkedQueue<Order> orders = new ConcurrentLinkedQueue<>();
    private @Nullable Thread thread;
    private volatile boolean stopping;

    public Messages(
            Wire wire, GroupFate fate, Duration timeout, LongAdder sentBytes, String threadName, Timeline timeline) {
        this.wire = wire;
        this.fate = fate;
        this.threadName = threadName;
        this.protocol = new MessageProtocol(
                wire,
                fate.roster().rank(),
                fate.roster().size(),
                fingerprint -> new Watch(fate, 0, fingerprint, timeout),
                sentBytes,
                new MessageNotes(timeline, fate.roster()));
    }

    public synchronized void start(Order order) {
        if (stopping) {
            fate.check();
        }
        orders.add(order);
        Thread running = thread;
        if (running == null) {
            running = new Thread(this::run, threadName);
            running.setDaemon(true);
            thread = running;
            running.start();
        } else {
            wire.wake();
            LockSupport.unpark(running);
        }
    }

    /**
     * Ends the thread; the group's fate must be sealed before.
     *
     * @return whether it ended in time
     */
    public boolean stop(Duration patience) throws InterruptedException {
        Thread running;
        synchronized (this) {
            stopping = true;
            running = thread;
        }
        if (running == null) {
            wire.close();
            return true;
        }
        wire.wake();
        LockSupport.unpark(running);
        running.join(patience.toMillis());
        return !running.isAlive();
    }

    private void run() {
        try {
            work();
        } catch (CommException e) {
            failAll(e);
        } catch (RuntimeException | Error e) {
            failAll(fate.unexpected("messages", e));
        }
    }

    private void work() {
        int idleRounds = 0;
        while (!stopping) {
            boolean moved = startOrders();
            moved |= protocol.progress();
            if (moved) {
                idleRounds = 0;
            } else if (protocol.isIdle()) {
                sleep();
            } else {
                protocol.checkWaits();
                wire.idle(idleRounds++);
            }
        }
        fate.check();
    }

    private void sleep() {
        if (orders.isEmpty() && !stopping) {
            LockSupport.park(this);
        }
    }

    private boolean startOrders() {
        boolean started = false;
        for (Order order = orders.poll(); order != null; order = orders.poll()) {
            protocol.start(order);
            started = true;
        }
        return started;
    }

    private void failAll(CommException reason) {
        protocol.fail(reason);
        synchronized (this) {
            stopping = true;
            for (Order order = orders.poll(); order != null; order = orders.poll()) {
                order.completion().fail(reason.verdict());
            }
        }
        wire.close();
    }
}
