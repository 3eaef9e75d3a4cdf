package io.cohort.comm.internal.group;

import io.cohort.comm.CommException;
import io.cohort.comm.Verdict;
import io.cohort.comm.internal.fault.GroupFate;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group's own thread: runs tasks in the order they were given. Once the group has ended every task fails with its verdict.
 *
 * <p>Threading: any thread may give tasks.
 */
final class GroupThread {

    private static final Logger LOG = LoggerFactory.getLogger(GroupThread.class);
    private static final int MOST_QUEUED = 4096;
    private static final long FULL_POLL_MS = 100;

    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(MOST_QUEUED);
    private final GroupFate fate;
    private final Runnable atEnd;
    private final Thread thread;
    private volatile boolean stopping;
    private boolean ended;

    GroupThread(String name, GroupFate fate, Runnable atEnd) {
        this.fate = fate;
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
     * @throws CommException when the group has ended
     */
    void submit(Task task) {
        fate.check();
        try {
            while (!offer(task)) {
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
    }

    /**
     * Ends the thread; the group's fate must be sealed before.
     *
     * @return whether it ended in time
     */
    boolean stop(Duration patience) throws InterruptedException {
        stopping = true;
        boolean woken = tasks.offer(new Wake());
        LOG.trace("{} stops; it was idle: {}", thread.getName(), woken);
        thread.join(patience.toMillis());
        return !thread.isAlive();
    }

    private synchronized boolean offer(Task task) throws InterruptedException {
        if (ended) {
            fate.check();
        }
        return tasks.offer(task, FULL_POLL_MS, TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (!stopping) {
                work(take());
            }
        } finally {
            failRest();
            atEnd.run();
        }
    }

    private Task take() {
        try {
            return tasks.take();
        } catch (InterruptedException e) {
            // Nobody interrupts this thread on purpose; whoever does wants it to end.
            Thread.currentThread().interrupt();
            fate.close();
            stopping = true;
            return new Wake();
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
            work(task);
        }
    }

    /** One thing to do. */
    interface Task {
        void run();

        void fail(Verdict verdict);
    }

    /** Does nothing, so that a thread that waits for tasks looks up. */
    private static final class Wake implements Task {
        @Override
        public void run() {
            // Looking up is all.
        }

        @Override
        public void fail(Verdict verdict) {
            // Nobody waits for it.
        }
    }
}
