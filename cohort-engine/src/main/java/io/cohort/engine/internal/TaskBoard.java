package io.cohort.engine.internal;

import io.cohort.core.error.RunFailed;
import io.cohort.core.error.RunInterrupted;
import io.cohort.engine.Tasks;
import io.cohort.engine.Tasks.TaskContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Which tasks are to be done, under way and done; results in the order of the inputs. Safe for several threads. */
final class TaskBoard {

    private final Tasks tasks;
    private final int[] started;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final Map<Integer, String> results = new TreeMap<>();
    private final CompletableFuture<List<String>> all = new CompletableFuture<>();

    TaskBoard(Tasks tasks) {
        this.tasks = tasks;
        this.started = new int[tasks.inputs().size()];
        for (int task = 0; task < started.length; task++) {
            waiting.add(task);
        }
        completeWhenAllAreDone();
    }

    /** The next task to run; waits while others may still come back; {@code null} when there is none any more. */
    synchronized @Nullable TaskContext next() {
        try {
            while (waiting.isEmpty() && !all.isDone()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        if (all.isDone()) {
            return null;
        }
        int task = waiting.removeFirst();
        return new TaskContext(task, started[task]++, tasks.inputs().get(task));
    }

    synchronized void done(int task, String result) {
        results.put(task, result);
        completeWhenAllAreDone();
    }

    private void completeWhenAllAreDone() {
        if (results.size() == started.length) {
            all.complete(List.copyOf(results.values()));
            notifyAll();
        }
    }

    /** The task's worker is gone: it runs again while it has attempts left. */
    synchronized void lost(int task, RunFailed cause) {
        if (started[task] < tasks.attempts()) {
            waiting.addFirst(task);
            notifyAll();
            return;
        }
        fail(new RunFailed(
                "worker-lost",
                "task " + task + " of " + tasks.name() + " lost its worker on each of " + started[task] + " attempts: "
                        + cause.getMessage(),
                cause.fix(),
                -1,
                cause));
    }

    /** The task's entry threw: it would again. */
    synchronized void failed(int task, String message, Throwable cause) {
        fail(new RunFailed(
                "task-failed",
                "task " + task + " of " + tasks.name() + " failed: " + message,
                "Its log has the stack trace; mend what it names.",
                -1,
                cause));
    }

    synchronized void fail(RuntimeException failure) {
        all.completeExceptionally(failure);
        notifyAll();
    }

    /** Nothing further is begun. */
    void close() {
        fail(new RunFailed("stopped", "the tasks of " + tasks.name() + " were ended", ""));
    }

    List<String> await() {
        try {
            return all.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunInterrupted("interrupted while waiting for the tasks of " + tasks.name(), "");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunFailed f) {
                throw new RunFailed(
                        f.kind(),
                        String.valueOf(f.getMessage()),
                        f.fix(),
                        f.rank().orElse(-1),
                        f);
            }
            throw new IllegalStateException("tasks of " + tasks.name() + " could not be run", e.getCause());
        }
    }
}
