package io.cohort.train;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.observe.RunEvents;
import io.cohort.train.TrainingListener.CheckpointWritten;
import io.cohort.train.TrainingListener.Control;
import io.cohort.train.TrainingListener.EpochEnded;
import io.cohort.train.TrainingListener.StepDone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls a program's listeners for each event. The first that throws ends the calls and stops the run; what it threw is kept.
 *
 * <p>Threading: as {@link EventSink}; {@link #throwIfFailed} after the run.
 */
final class Callbacks implements EventSink {

    /** Fields of an epoch's event that are no figures measured on held-out samples. */
    private static final Set<String> NO_FIGURES =
            Set.of("epoch", "step", "trainLoss", "learningRate", "seconds", "samplesPerSecond");

    private final List<TrainingListener> listeners;
    private final Control control;
    private volatile @Nullable RuntimeException failure;

    Callbacks(List<TrainingListener> listeners, Runnable stop) {
        this.listeners = List.copyOf(listeners);
        this.control = stop::run;
    }

    @Override
    public void accept(Event event) {
        if (failure != null) {
            return;
        }
        try {
            tell(listener -> listener.event(event, control));
            tellKind(event);
        } catch (RuntimeException e) {
            failure = e;
            control.stop();
        }
    }

    /** Throws what a callback threw, if one did. */
    void throwIfFailed() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private void tellKind(Event event) {
        Map<String, Object> fields = event.fields();
        switch (event.type()) {
            case RunEvents.STARTED -> {
                String run = String.valueOf(fields.get("run"));
                tell(listener -> listener.started(run, control));
            }
            case RunEvents.STEP -> {
                StepDone step = new StepDone(
                        event.rank(),
                        (int) number(fields, "epoch"),
                        (long) number(fields, "step"),
                        number(fields, "loss"),
                        number(fields, "samplesPerSecond"));
                tell(listener -> listener.stepDone(step, control));
            }
            case RunEvents.EPOCH -> {
                EpochEnded epoch = epoch(fields);
                tell(listener -> listener.epochEnded(epoch, control));
            }
            case RunEvents.CHECKPOINT -> {
                CheckpointWritten checkpoint =
                        new CheckpointWritten(String.valueOf(fields.get("path")), (long) number(fields, "step"));
                tell(listener -> listener.checkpointWritten(checkpoint, control));
            }
            case RunEvents.WARNING -> {
                String message = String.valueOf(fields.get("message"));
                tell(listener -> listener.warned(message, control));
            }
            case RunEvents.SUMMARY -> tell(listener -> listener.ended(fields));
            default -> {
                // Other kinds have no method of their own; TrainingListener.event told them.
            }
        }
    }

    private static EpochEnded epoch(Map<String, Object> fields) {
        Map<String, Double> figures = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value instanceof Number number && !NO_FIGURES.contains(name)) {
                figures.put(name, number.doubleValue());
            }
        });
        return new EpochEnded(
                (int) number(fields, "epoch"),
                (long) number(fields, "step"),
                number(fields, "trainLoss"),
                Map.copyOf(figures),
                number(fields, "learningRate"),
                number(fields, "seconds"));
    }

    /** A number that is not finite comes from another process as nothing. */
    private static double number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private void tell(Consumer<TrainingListener> call) {
        listeners.forEach(call);
    }
}
