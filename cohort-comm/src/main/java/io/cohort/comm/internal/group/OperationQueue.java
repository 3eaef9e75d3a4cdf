package io.cohort.comm.internal.group;

import io.cohort.comm.CommException;
import io.cohort.comm.Verdict;
import io.cohort.comm.internal.fault.GroupFate;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A group's operations: run in the order they were given, one at a time, on a thread of the group's own or on that of a caller who waits for
 * one and would otherwise only watch. Handing work to another thread and hearing back costs more than a small collective, so a caller that
 * waits at once runs it itself. Once the group has ended every task fails with its verdict.
 *
 * <p>Threading: any thread may give tasks and help.
 */
final class OperationQueue {

    private static final int MOST_QUEUED = 4096;
    private static final long FULL_POLL_MS = 100;

    /** How often the group's thread looks for tasks without being called, and for how long after it last found one. */
    private static final long LOOK_NANOS = 1_000_000;

    /** The same where an operation would only take the core that somebody computes on. */
    private static final long RARE_LOOK_NANOS = 100_000_000;

    private static final int LOOKS = 50;

    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(MOST_QUEUED);
    private final ReentrantLock turn = new ReentrantLock();
    private final GroupFate fate;
    private final boolean overlaps;
    private final Runnable atEnd;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean stopping;
    private boolean ended;

    /**
     * Makes it; {@link #start} follows.
     *
     * @param overlaps whether tasks get on while those who gave them compute
     * @param atEnd run once, after the last task
     */
    OperationQueue(String name, GroupFate fate, boolean overlaps, Runnable atEnd) {
        this.fate = fate;
        this.overlaps = overlaps;
        this.atEnd = atEnd;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Gives a task.
     *
     * @param urgent whether the group's thread begins at once; otherwise soon, or when somebody waits
     * @throws CommException when the group has ended
     */
    void submit(Task task, boolean urgent) {
        fate.check();
        try {
            while (!room.tryAcquire(FULL_POLL_MS, TimeUnit.MILLISECONDS)) {
                fate.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommException(new Verdict(
                    "stopped",
                    fate.roster().gangRank(fate.roster().rank()),
                    fate.roster().self() + " was interrupted while it started an operation",
                    "Close the group; it cannot be used again."));
        }
        add(task);
        if (urgent || asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Runs tasks on the calling thread until the one that is waited for is done, or another thread runs them. */
    void help(BooleanSupplier done) {
        boolean helped = false;
        while (!done.getAsBoolean() && runNext()) {
            helped = true;
        }
        if (helped && overlaps && !tasks.isEmpty()) {
            LockSupport.unpark(thread); // what others wait for goes on
        }
    }

    /**
     * Ends the thread; the group's fate must be sealed before.
     *
     * @return whether it ended in time
     */
    boolean stop(Duration patience) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(patience.toMillis());
        return !thread.isAlive();
    }

    private synchronized void add(Task task) {
        if (ended) {
            room.release();
            fate.check();
        }
        tasks.add(task);
    }

    private void run() {
        int idleLooks = 0;
        while (!stopping) {
            if (runNext()) {
                idleLooks = 0;
            } else {
                idleLooks = idle(idleLooks);
            }
        }
        turn.lock(); // a helper may still be at work
        try {
            failRest();
            atEnd.run();
        } finally {
            turn.unlock();
        }
    }

    private int idle(int looks) {
        if (Thread.interrupted()) {
            // Nobody interrupts this thread on purpose; whoever does wants it to end.
            fate.close();
            stopping = true;
        } else if (looks < LOOKS) {
            LockSupport.parkNanos(this, overlaps ? LOOK_NANOS : RARE_LOOK_NANOS);
            return looks + 1;
        } else {
            asleep = true;
            if (tasks.isEmpty() && !stopping) { // seen after the announcement: whoever adds one from now on calls
                LockSupport.park(this);
            }
            asleep = false;
            if (!overlaps && !stopping) {
                LockSupport.parkNanos(this, RARE_LOOK_NANOS); // whoever called will rather run it than wait
            }
        }
        return 0;
    }

    /** Whether there was a task and nobody else was at work. */
    private boolean runNext() {
        if (tasks.isEmpty() || !turn.tryLock()) {
            return false;
        }
        try {
            Task task = tasks.poll();
            if (task == null) {
                return false;
            }
            room.release();
            work(task);
            return true;
        } finally {
            turn.unlock();
        }
    }

    private void work(Task task) {
        try {
            fate.check();
            task.run();
        } catch (CommException e) {
            task.fail(e.verdict());
        } catch (RuntimeException | Error e) {
            task.fail(fate.unexpected("operations", e).verdict());
        }
    }

    private synchronized void failRest() {
        ended = true;
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            room.release();
            work(task);
        }
    }

    /** One thing to do. */
    interface Task {
        void run();

        void fail(Verdict verdict);
    }
}
