package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

    private static final Event FIRST = new Event("step", 1L, 0, 0, Map.of("step", 1L, "note", "naïve\nline"));
    private static final Event SECOND = new Event("step", 2, 1, 0, Map.of("step", 2L));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("events.jsonl");
    }

    @Test
    void readsBackWhatWasAppendedInOrder() throws IOException {
        write(FIRST, SECOND);

        assertThat(read(file)).containsExactly(FIRST, SECOND);
        assertThat(Files.readAllLines(file)).hasSize(2).first().asString().startsWith("{\"type\":\"step\",\"time\":1,");
    }

    @Test
    void eachEventCanBeReadAsSoonAsItIsAppended() throws IOException {
        try (EventLog log = new EventLog(file)) {
            log.append(FIRST);

            assertThat(read(file)).containsExactly(FIRST);
        }
    }

    @Test
    void leavesOutATornLastLine() throws IOException {
        write(FIRST);
        tear();

        assertThat(read(file)).containsExactly(FIRST);
    }

    @Test
    void cutsOffATornLastLineBeforeItGoesOn() throws IOException {
        write(FIRST);
        tear();
        write(SECOND);

        assertThat(read(file)).containsExactly(FIRST, SECOND);
    }

    @Test
    void namesALineThatIsNoEvent() throws IOException {
        Files.writeString(file, "{\"type\":\"step\"}\n");

        assertThatThrownBy(() -> read(file)).hasMessageContaining("{\"type\":\"step\"}");
    }

    @Test
    void hasNoEventsWhereThereIsNoFile() throws IOException {
        assertThat(read(file)).isEqualTo(List.of());
    }

    private void write(Event... events) throws IOException {
        try (EventLog log = new EventLog(file)) {
            for (Event event : events) {
                log.append(event);
            }
        }
    }

    private void tear() throws IOException {
        Files.writeString(file, "{\"type\":\"st", StandardOpenOption.APPEND);
    }

    private static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        EventLog.read(file, events::add);
        return events;
    }
}
