package io.cohort.engine.internal;

import io.cohort.engine.GangListener;
import io.cohort.engine.TaskRun;
import io.cohort.engine.Tasks;
import io.cohort.engine.Tasks.TaskContext;
import java.util.ArrayList;
import java.util.List;

/** Tasks on threads of this JVM. A thread cannot be lost, so each task runs once. */
final class ThreadTasks implements TaskRun {

    private final Tasks tasks;
    private final GangListener listener;
    private final TaskBoard board;
    private final List<Thread> threads = new ArrayList<>();

    ThreadTasks(Tasks tasks, GangListener listener) {
        this.tasks = tasks;
        this.listener = listener;
        this.board = new TaskBoard(tasks);
        int workers = Math.max(1, Math.min(tasks.workers(), tasks.inputs().size()));
        for (int slot = 0; slot < workers; slot++) {
            int number = slot;
            Thread thread = new Thread(() -> work(number), "cohort-task-slot-" + slot);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void work(int slot) {
        for (TaskContext task = board.next(); task != null; task = board.next()) {
            run(slot, task);
        }
    }

    private void run(int slot, TaskContext task) {
        try {
            board.done(task.index(), Entries.create(tasks.entry()).run(task));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            board.failed(task.index(), "interrupted", e);
        } catch (Exception | LinkageError e) {
            Failure.stackTrace(e).forEach(line -> listener.log(slot, line));
            board.failed(task.index(), Failure.of(e).message(), e);
        }
    }

    @Override
    public List<String> await() {
        return board.await();
    }

    @Override
    public void close() {
        board.close();
        threads.forEach(Thread::interrupt);
    }
}
