package io.cohort.observe;

import static io.cohort.observe.Stories.launcher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunObserversTest {

    @TempDir
    Path folder;

    private final List<String> heard = new ArrayList<>();

    private Observe.Wanted wanted(String key, RuntimeException failure) {
        return new Observe.Wanted(key, () -> new RunObserver() {
            @Override
            public void event(Event event) {
                heard.add(key + " " + event.type());
                if (failure != null) {
                    throw failure;
                }
            }

            @Override
            public void close() {
                heard.add(key + " closed");
            }
        });
    }

    private RunObservers begun(EventSink sink, Observe.Wanted... wanted) {
        return RunObservers.open(new Observe(List.of(wanted))).begin(new RunDirectory(folder, false), sink);
    }

    @Test
    void letsGoOfOneThatFailsAndWarns() {
        List<Event> said = new ArrayList<>();
        try (RunObservers observers = begun(
                said::add,
                wanted("bad", new UncheckedIOException(new IOException("No space left on device"))),
                wanted("good", null))) {
            observers.accept(launcher("started"));
            observers.accept(launcher("summary"));
        }

        assertThat(heard).containsExactly("bad started", "bad closed", "good started", "good summary", "good closed");
        assertThat(said).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("warning");
            assertThat(event.fields()).containsEntry("message", "observe.bad is given up: no space left on device");
        });
    }

    @Test
    void closesEachOnce() {
        RunObservers observers = begun(EventSink.NONE, wanted("one", null));
        observers.close();
        observers.close();

        assertThat(heard).containsExactly("one closed");
    }

    @Test
    void leavesNoneOpenWhenOneCannotHaveWhatItNeeds() {
        UserMistake mistake = new UserMistake("port-in-use", new Problem("observe.prometheus", "9400", "taken", ""));
        Observe observe = new Observe(List.of(wanted("first", null), new Observe.Wanted("second", () -> {
            throw mistake;
        })));

        assertThatThrownBy(() -> RunObservers.open(observe)).isSameAs(mistake);
        assertThat(heard).containsExactly("first closed");
    }

    @Test
    void letsOneSpeakWhileItHears() {
        List<RunObservers> all = new ArrayList<>();
        Observe.Wanted speaker = new Observe.Wanted("speaker", () -> new RunObserver() {
            private EventSink events = EventSink.NONE;

            @Override
            public void begin(RunDirectory run, EventSink sink) {
                events = sink;
            }

            @Override
            public void event(Event event) {
                if (event.type().equals("worker")) {
                    events.accept(launcher("listening"));
                }
            }

            @Override
            public void close() {}
        });
        try (RunObservers observers = begun(event -> all.get(0).accept(event), speaker, wanted("other", null))) {
            all.add(observers);
            observers.accept(launcher("worker"));
        }

        assertThat(heard).containsExactly("other listening", "other worker", "other closed");
    }
}
