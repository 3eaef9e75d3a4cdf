package io.cohort.engine.internal;

import io.cohort.core.error.RunFailed;
import io.cohort.core.event.Event;
import io.cohort.core.json.Json;
import io.cohort.engine.GangListener;
import io.cohort.engine.TaskRun;
import io.cohort.engine.Tasks;
import io.cohort.engine.Tasks.TaskContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in processes: each slot is one JVM that takes task after task; when it is lost, a fresh one takes its task again.
 *
 * <p>Threading: one thread a slot.
 */
final class ProcessTasks implements TaskRun {

    private final Tasks tasks;
    private final GangListener listener;
    private final TaskBoard board;
    private final ProcessService[] slots;

    ProcessTasks(Tasks tasks, GangListener listener) {
        this.tasks = tasks;
        this.listener = listener;
        int workers = Math.max(1, Math.min(tasks.workers(), tasks.inputs().size()));
        this.slots = new ProcessService[workers];
        this.board = new TaskBoard(tasks);
        for (int slot = 0; slot < workers; slot++) {
            int number = slot;
            Thread thread = new Thread(() -> work(number), "cohort-task-slot-" + slot);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void work(int slot) {
        try {
            for (TaskContext task = board.next(); task != null; task = board.next()) {
                run(slot, task);
            }
        } catch (RuntimeException e) {
            board.fail(e);
        } finally {
            end(slot);
        }
    }

    private void run(int slot, TaskContext task) {
        byte[] input = Json.write(task).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] result = process(slot).callPatiently(tasks.name(), "run", input);
            board.done(task.index(), new String(result, StandardCharsets.UTF_8));
        } catch (RunFailed e) {
            if (e.kind().equals(ServiceErrors.LOST)) {
                end(slot);
                board.lost(task.index(), e);
            } else {
                board.failed(task.index(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    private ProcessService process(int slot) {
        ProcessService running = slot(slot);
        if (running != null) {
            return running;
        }
        ProcessService.Plan plan = new ProcessService.Plan(
                tasks.name() + "-" + slot,
                TaskService.class.getName(),
                tasks.entry().getName(),
                tasks.options(),
                slots.length);
        ProcessService fresh = ProcessService.start(plan, line -> listener.log(slot, line));
        synchronized (slots) {
            slots[slot] = fresh;
        }
        Map<String, Object> fields = Map.of("pid", fresh.pid(), "host", HostName.local());
        listener.event(new Event("worker", System.currentTimeMillis(), slot, 0, fields));
        return fresh;
    }

    private @Nullable ProcessService slot(int slot) {
        synchronized (slots) {
            return slots[slot];
        }
    }

    private void end(int slot) {
        ProcessService running = slot(slot);
        if (running != null) {
            synchronized (slots) {
                slots[slot] = null;
            }
            running.close();
        }
    }

    @Override
    public List<String> await() {
        try {
            return board.await();
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        board.close();
        for (int slot = 0; slot < slots.length; slot++) {
            end(slot);
        }
    }
}
