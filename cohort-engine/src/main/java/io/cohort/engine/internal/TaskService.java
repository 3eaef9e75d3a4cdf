package io.cohort.engine.internal;

import io.cohort.core.json.Json;
import io.cohort.engine.Service.ServiceEntry;
import io.cohort.engine.Tasks.TaskContext;
import io.cohort.engine.Tasks.TaskEntry;
import java.nio.charset.StandardCharsets;

/** Runs tasks in a process of its own: a service whose calls are inputs and whose answers are results. */
public final class TaskService implements ServiceEntry {

    /** What the service is handed when it starts. */
    private String entryClass = "";

    @Override
    public void start(String payload) {
        entryClass = payload;
    }

    @Override
    public byte[] call(String caller, String method, byte[] input) throws Exception {
        TaskEntry entry = Entries.create(entryClass, TaskEntry.class);
        TaskContext task = Json.read(new String(input, StandardCharsets.UTF_8), TaskContext.class);
        return entry.run(task).getBytes(StandardCharsets.UTF_8);
    }
}
