package io.cohort.engine.entries;

import io.cohort.engine.Tasks.TaskContext;
import io.cohort.engine.Tasks.TaskEntry;
import java.nio.file.Files;
import java.nio.file.Path;

/** Squares a number; {@code die} kills its process, {@code die-once} only the first time. */
public final class Square implements TaskEntry {

    @Override
    public String run(TaskContext task) throws Exception {
        String input = task.input();
        if (input.startsWith("die ")) {
            Runtime.getRuntime().halt(9);
        }
        if (input.startsWith("die-once ")) {
            Path marker = Path.of(input.substring("die-once ".length()));
            if (!Files.exists(marker)) {
                Files.createFile(marker);
                Runtime.getRuntime().halt(9);
            }
            return "survived after " + task.attempt();
        }
        int number = Integer.parseInt(input);
        return String.valueOf(number * number);
    }
}
