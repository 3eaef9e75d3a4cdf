package io.cohort.observe.internal.tensorboard;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.observe.Fields;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunEvents;
import io.cohort.observe.RunObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's figures to {@code tensorboard/events.out.tfevents.<seconds>.cohort.<pid>}, a new file for each start. A resumed run's file
 * first says from which step on the earlier files no longer hold.
 *
 * <p>Threading: one thread at a time.
 */
final class TensorBoardFile implements RunObserver {

    private @Nullable RecordFile file;
    private boolean resumed;

    @Override
    public void begin(RunDirectory run, EventSink events) {
        double seconds = System.currentTimeMillis() / 1000.0;
        try {
            Path folder = Files.createDirectories(run.path().resolve("tensorboard"));
            file = create(folder, (long) seconds);
            file.append(EventMessage.version(seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two starts in one second are told apart by a number. */
    private static RecordFile create(Path folder, long seconds) throws IOException {
        String name = "events.out.tfevents.%d.cohort.%d"
                .formatted(seconds, ProcessHandle.current().pid());
        Path path = folder.resolve(name);
        for (int n = 2; Files.exists(path); n++) {
            path = folder.resolve(name + "." + n);
        }
        return new RecordFile(path);
    }

    @Override
    public void event(Event event) {
        if (event.type().equals(RunEvents.STARTED)) {
            resumed = event.fields().containsKey("resumedFrom");
        }
        Map<String, Double> scalars = Scalars.of(event);
        double step = Fields.number(event, "step");
        if (!scalars.isEmpty() && !Double.isNaN(step)) {
            write(event.timeMs() / 1000.0, (long) step, scalars);
        }
    }

    private void write(double wallSeconds, long step, Map<String, Double> scalars) {
        if (file == null) {
            throw new IllegalStateException("an event came before the run began");
        }
        try {
            if (resumed) {
                resumed = false;
                file.append(EventMessage.restart(wallSeconds, step));
            }
            file.append(EventMessage.scalars(wallSeconds, step, scalars));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
