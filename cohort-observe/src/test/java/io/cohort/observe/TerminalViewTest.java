package io.cohort.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import io.cohort.observe.TerminalView.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalViewTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clockMs = new AtomicLong();

    @Test
    void writesOnePlainLineAnEpochWhereNothingCanBeRedrawn() {
        try (TerminalView view = view(false, false)) {
            view.accept(ProgressLinesTest.started(0));
            for (int step = 1; step < 50; step++) {
                clockMs.addAndGet(1_000);
                view.accept(ProgressLinesTest.step(0, step * 10, step));
            }
            view.accept(epoch());
        }

        assertThat(shown().lines()).hasSize(2).last().asString().startsWith("epoch 3/4  loss 0.5000");
        assertThat(shown()).doesNotContain("\u001b");
    }

    @Test
    void redrawsInPlaceOnATerminal() {
        try (TerminalView view = view(true, false)) {
            view.accept(ProgressLinesTest.started(0));
            view.accept(ProgressLinesTest.step(0, 10, 1));
            clockMs.addAndGet(1_000);
            view.accept(ProgressLinesTest.step(0, 20, 2));
        }

        String up = "\r\u001b[2A\u001b[J";
        assertThat(shown()).containsSubsequence("step 1/100", up, "step 2/100", up);
        assertThat(shown()).endsWith(up);
    }

    @Test
    void redrawsNoOftenerThanAnEyeCanFollow() {
        try (TerminalView view = view(true, false)) {
            for (int step = 1; step <= 1_000; step++) {
                clockMs.incrementAndGet();
                view.accept(ProgressLinesTest.step(0, step, step));
            }
        }

        assertThat(shown().split("ETA", -1)).hasSizeBetween(5, 12);
    }

    @Test
    void keepsALineAboveTheMovingPart() {
        try (TerminalView view = view(true, false)) {
            view.accept(ProgressLinesTest.step(0, 10, 1));
            view.line("[rank 0] hello");
        }

        assertThat(shown()).containsSubsequence("ETA", "\u001b[J[rank 0] hello", "ETA");
    }

    @Test
    void showsWarningsEvenWhenQuiet() {
        try (TerminalView view = view(true, true)) {
            view.accept(ProgressLinesTest.started(0));
            view.accept(ProgressLinesTest.step(0, 10, 1));
            view.line("[rank 0] hello");
            view.accept(epoch());
            view.accept(new Event("warning", 0, 1, 0, Map.of("message", "rank 1 is late")));
        }

        assertThat(shown().strip()).isEqualTo("warning: rank 1: rank 1 is late");
    }

    private TerminalView view(boolean live, boolean quiet) {
        PrintStream out = new PrintStream(bytes, true, UTF_8);
        return new TerminalView(out, new Screen(live, quiet, 100, Look.PLAIN), clockMs::get);
    }

    private static Event epoch() {
        return new Event("epoch", 600, 0, 0, Map.of("epoch", 3, "step", 50, "loss", 0.5));
    }

    private String shown() {
        return bytes.toString(UTF_8);
    }
}
