package io.cohort.engine;

import java.util.List;

/**
 * Independent pieces of work: ensemble members, search trials, scoring.
 *
 * @param name for logs
 * @param entry what runs for each input
 * @param inputs one a task
 * @param workers how many run at once
 * @param attempts how often a task may be started in all, when its worker is lost
 */
public record Tasks(
        String name,
        Class<? extends TaskEntry> entry,
        List<String> inputs,
        int workers,
        int attempts,
        EngineOptions options) {

    /** What a task runs. Has a public constructor without arguments; may run more than once for the same input. */
    public interface TaskEntry {
        String run(TaskContext task) throws Exception;
    }

    /**
     * All that a task knows of the world.
     *
     * @param index which of the inputs it is, from 0
     * @param attempt how often it was started before, because its worker was lost; 0 the first time
     * @param input what it works on
     */
    public record TaskContext(int index, int attempt, String input) {}
}
