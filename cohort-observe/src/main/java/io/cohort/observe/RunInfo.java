package io.cohort.observe;

import io.cohort.core.event.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a list of runs says of one: read from its events, so that a run of an older version can still be shown.
 *
 * @param path the run directory
 * @param name the job's name
 * @param state how it stands
 * @param startedMs when it first started, in milliseconds since 1970; 0 when it has not
 * @param epochs epochs that are done
 * @param seconds from its first event to its last; pauses before a resume count
 * @param accuracy the last that was measured, where the task has one
 * @param error why it ended badly, if it did
 */
public record RunInfo(
        Path path,
        String name,
        RunState state,
        long startedMs,
        int epochs,
        double seconds,
        @Nullable Double accuracy,
        @Nullable String error) {

    public static RunInfo of(RunDirectory run) {
        List<Event> events = run.events();
        String name = String.valueOf(run.path().getFileName());
        int epochs = 0;
        Double accuracy = null;
        String error = null;
        for (Event event : events) {
            Map<String, Object> fields = event.fields();
            switch (event.type()) {
                case RunEvents.STARTED -> {
                    name = String.valueOf(fields.getOrDefault("job", name));
                    error = null;
                }
                case RunEvents.EPOCH -> {
                    epochs = Fields.integer(event, "epoch", epochs);
                    accuracy = accuracyOf(event, accuracy);
                }
                case RunEvents.SUMMARY -> accuracy = accuracyOf(event, accuracy);
                case RunEvents.ERROR -> error = String.valueOf(fields.get("message"));
                default -> {}
            }
        }
        long startedMs = events.isEmpty() ? 0 : events.get(0).timeMs();
        long lastMs = events.isEmpty() ? 0 : events.get(events.size() - 1).timeMs();
        RunState state = stateOf(events, run.writer().isPresent());
        return new RunInfo(run.path(), name, state, startedMs, epochs, (lastMs - startedMs) / 1000.0, accuracy, error);
    }

    /** How a run with these events stands; what an earlier start ended with does not count after a later one. */
    static RunState stateOf(List<Event> events, boolean writerLives) {
        RunState state = writerLives ? RunState.RUNNING : RunState.INTERRUPTED;
        for (Event event : events) {
            state = switch (event.type()) {
                case RunEvents.STARTED -> writerLives ? RunState.RUNNING : RunState.INTERRUPTED;
                case RunEvents.SUMMARY -> RunState.DONE;
                case RunEvents.ERROR ->
                    "interrupted".equals(event.fields().get("kind")) ? RunState.INTERRUPTED : RunState.FAILED;
                default -> state;
            };
        }
        return state;
    }

    private static @Nullable Double accuracyOf(Event event, @Nullable Double before) {
        double accuracy = Fields.number(event, "accuracy");
        return Double.isNaN(accuracy) ? before : Double.valueOf(accuracy);
    }
}
