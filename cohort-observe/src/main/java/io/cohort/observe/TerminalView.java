package io.cohort.observe;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import java.io.PrintStream;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Shows a run to a person: on a terminal a bar and a line a rank, redrawn in place; elsewhere a line an epoch. Warnings, and
 * where workers of other hosts may join, are shown always.
 *
 * <p>Threading: safe for several threads; lines never mix.
 */
public final class TerminalView implements EventSink, AutoCloseable {

    /**
     * Where it is shown.
     *
     * @param live whether lines can be redrawn in place: a terminal
     * @param quiet whether only what must be known is wanted
     * @param width columns
     * @param look colours and characters
     */
    public record Screen(boolean live, boolean quiet, int width, Look look) {}

    private static final int REDRAW_MS = 100;

    private final PrintStream out;
    private final Screen screen;
    private final LongSupplier clockMs;
    private final RunProgress progress = new RunProgress();
    private int drawn;
    private long drawnAtMs = Long.MIN_VALUE / 2;

    /** @param clockMs milliseconds from any beginning, for how often to redraw */
    public TerminalView(PrintStream out, Screen screen, LongSupplier clockMs) {
        this.out = out;
        this.screen = screen;
        this.clockMs = clockMs;
    }

    @Override
    public synchronized void accept(Event event) {
        progress.accept(event);
        switch (event.type()) {
            case RunEvents.WARNING -> warning(event);
            case RunEvents.LISTENING -> keep(String.valueOf(event.fields().get("message")));
            case RunEvents.STARTED -> line(ProgressLines.started(event));
            case RunEvents.EPOCH -> line(ProgressLines.epoch(event, progress.epochs()));
            case RunEvents.WORKER, RunEvents.STEP -> redrawNowAndThen();
            default -> {}
        }
    }

    /** A line that stays, such as one that a worker wrote. */
    public synchronized void line(String line) {
        if (!screen.quiet()) {
            keep(line);
        }
    }

    private void warning(Event event) {
        String message = String.valueOf(event.fields().get("message"));
        String who = event.rank() >= 0 ? "rank " + event.rank() + ": " : "";
        keep(screen.look().paint(Look.Ink.WARNING, "warning: ") + who + message);
    }

    private void keep(String line) {
        boolean moving = drawn > 0;
        erase();
        out.println(line);
        if (moving) {
            draw();
        }
        out.flush();
    }

    private void redrawNowAndThen() {
        long now = clockMs.getAsLong();
        if (screen.live() && !screen.quiet() && now - drawnAtMs >= REDRAW_MS) {
            drawnAtMs = now;
            erase();
            draw();
            out.flush();
        }
    }

    private void draw() {
        // One column stays free: a full line makes some terminals wrap.
        List<String> lines = ProgressLines.of(progress, screen.width() - 1, screen.look());
        lines.forEach(out::println);
        drawn = lines.size();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\r\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    /** Takes the moving part away. */
    @Override
    public synchronized void close() {
        erase();
        out.flush();
    }
}
