package io.cohort.engine.internal;

import io.cohort.engine.GangListener;
import io.cohort.engine.TaskRun;
import io.cohort.engine.Tasks;
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
        for (int task = board.next(); task >= 0; task = board.next()) {
            run(slot, task);
        }
    }

    private void run(int slot, int task) {
        try {
            board.done(task, Entries.create(tasks.entry()).run(tasks.inputs().get(task)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            board.failed(task, "interrupted", e);
        } catch (Exception | LinkageError e) {
            Failure.stackTrace(e).forEach(line -> listener.log(slot, line));
            board.failed(task, Failure.of(e).message(), e);
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
