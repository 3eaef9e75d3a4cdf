package io.cohort.observe.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.json.Json;
import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Span;
import io.cohort.core.timeline.TimelinePart;
import io.cohort.observe.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {

    private static final long ZERO = 1_700_000_000_000L * 1_000_000;
    private static final long US = 1_000;

    @TempDir
    Path run;

    private final List<Event> said = new ArrayList<>();

    @BeforeEach
    void aRun() throws IOException {
        Files.writeString(run.resolve("job.yaml"), "name: digits\n");
    }

    private TraceFile begun(long mostCharacters, EventSink events) {
        TraceFile trace = new TraceFile(mostCharacters);
        trace.begin(RunDirectory.open(run), events);
        trace.event(new Event("started", 1_700_000_000_000L, Event.LAUNCHER, 0, Map.of()));
        trace.event(new Event("worker", 1_700_000_000_001L, 0, 0, Map.of("host", "a")));
        trace.event(new Event("worker", 1_700_000_000_001L, 1, 0, Map.of("host", "b")));
        return trace;
    }

    private static Span span(Activity activity, String name, long number, long fromUs, long toUs) {
        boolean operation = activity == Activity.OPERATION;
        return new Span(
                activity,
                name,
                operation ? "worker" : "",
                number,
                operation ? 4_000 : 0,
                operation ? 2 : 0,
                ZERO + fromUs * US,
                ZERO + toUs * US);
    }

    private static Span message(String name, long number, long fromUs, long toUs) {
        return new Span(Activity.OPERATION, name, "worker", number, 32, 0, ZERO + fromUs * US, ZERO + toUs * US);
    }

    private static TimelinePart part(Span... spans) {
        return new TimelinePart(ZERO, Activity.COMPUTING, ZERO, 1, 1, 0, List.of(spans));
    }

    /** Every line between the brackets is one object with a comma behind it, but the last. */
    private List<Map<String, Object>> traced(String name) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve(name));
        assertThat(lines.get(0)).isEqualTo("[");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("]");
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 1; i < lines.size() - 1; i++) {
            boolean last = i == lines.size() - 2;
            String line = lines.get(i);
            assertThat(line.endsWith(",")).as(line).isEqualTo(!last);
            events.add(Json.readMap(last ? line : line.substring(0, line.length() - 1)));
        }
        return events;
    }

    private static Map<String, Object> named(List<Map<String, Object>> events, String name, long rank) {
        return events.stream()
                .filter(e -> name.equals(e.get("name")) && e.get("pid").equals(rank))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " of rank " + rank + " in " + events));
    }

    private static Object argument(Map<String, Object> event, String name) {
        return ((Map<?, ?>) event.get("args")).get(name);
    }

    @Test
    void hasTheFieldsThatTheFormatAsksFor() throws IOException {
        try (TraceFile trace = begun(1 << 20, said::add)) {
            for (Activity activity : Activity.values()) {
                trace.timeline(0, part(span(activity, activity.word(), 3, 100, 350)));
            }
        }
        List<Map<String, Object>> events = traced("trace.json");
        assertThat(events).allSatisfy(event -> {
            assertThat(event).containsKeys("name", "ph", "ts", "pid", "tid", "args");
            assertThat(event.get("name")).asString().isNotEmpty();
            assertThat(event.get("pid")).isInstanceOf(Long.class);
            assertThat(event.get("tid")).isInstanceOf(Long.class);
            assertThat(event.get("ph")).isIn("X", "M");
            if (event.get("ph").equals("X")) {
                assertThat(event).containsEntry("ts", 100.0).containsEntry("dur", 250.0);
                assertThat(event.get("cat")).asString().isNotEmpty();
            }
        });
        assertThat(events.stream().filter(e -> e.get("ph").equals("X"))).hasSize(Activity.values().length);
        assertThat(argument(named(events, "process_name", 1), "name")).isEqualTo("rank 1 (b)");
    }

    /** Perfetto takes a track for its process's main one, and puts it first, when their numbers are the same. */
    @Test
    void givesNoTrackTheNumberOfARank() throws IOException {
        try (TraceFile trace = begun(1 << 20, said::add)) {
            for (int rank = 2; rank < 200; rank++) {
                trace.event(new Event("worker", 1_700_000_000_001L, rank, 0, Map.of("host", "c")));
                trace.timeline(rank, part(span(Activity.OPERATION, "barrier", 1, 0, 9), message("send", 1, 0, 9)));
            }
        }
        List<Map<String, Object>> events = traced("trace.json");
        assertThat(events)
                .extracting(e -> e.get("tid"))
                .doesNotContainAnyElementsOf(events.stream()
                        .map(e -> e.get("pid"))
                        .filter(rank -> !rank.equals(0L))
                        .toList());
    }

    @Test
    void showsCommunicationBesideTheBackwardPassItOverlaps() throws IOException {
        try (TraceFile trace = begun(1 << 20, said::add)) {
            trace.timeline(
                    0,
                    part(span(Activity.BACKWARD, "", 7, 0, 900), span(Activity.OPERATION, "all-reduce", 41, 300, 800)));
        }
        List<Map<String, Object>> events = traced("trace.json");
        Map<String, Object> backward = named(events, "backward", 0);
        Map<String, Object> operation = named(events, "all-reduce", 0);
        assertThat(operation.get("tid")).isNotEqualTo(backward.get("tid"));
        assertThat((Double) operation.get("ts")).isBetween(0.0, (Double) backward.get("dur"));
        assertThat(argument(backward, "step")).isEqualTo(7L);
        assertThat(argument(operation, "bytes")).isEqualTo(4_000L);
    }

    @Test
    void showsWhoWaitedForWhomInsideTheOperation() throws IOException {
        try (TraceFile trace = begun(1 << 20, said::add)) {
            trace.timeline(0, part(span(Activity.OPERATION, "barrier", 2, 100, 510)));
            trace.timeline(1, part(span(Activity.OPERATION, "barrier", 2, 500, 520)));
        }
        List<Map<String, Object>> events = traced("trace.json");
        Map<String, Object> waiting = named(events, "waiting for rank 1", 0);
        assertThat(waiting).containsEntry("ts", 100.0).containsEntry("dur", 400.0);
        assertThat(waiting.get("tid")).isEqualTo(named(events, "barrier", 0).get("tid"));
        assertThat(events)
                .noneMatch(e -> String.valueOf(e.get("name")).startsWith("waiting")
                        && e.get("pid").equals(1L));
    }

    @Test
    void showsMessagesThatOverlapBesideOneAnother() throws IOException {
        try (TraceFile trace = begun(1 << 20, said::add)) {
            trace.timeline(
                    0,
                    part(
                            span(Activity.OPERATION, "barrier", 1, 0, 900),
                            message("send float32[8] to rank 1", 1, 100, 300),
                            message("receive float32[8] from rank 1", 1, 200, 400),
                            message("send float32[8] to rank 1", 2, 310, 500)));
        }
        List<Map<String, Object>> events = traced("trace.json");
        Map<String, Object> first = named(events, "send float32[8] to rank 1", 0);
        Map<String, Object> overlapping = named(events, "receive float32[8] from rank 1", 0);
        Map<String, Object> second = events.stream()
                .filter(e -> e.get("ts").equals(310.0))
                .findFirst()
                .orElseThrow();
        assertThat(first.get("tid")).isNotEqualTo(named(events, "barrier", 0).get("tid"));
        assertThat(overlapping.get("tid")).isNotEqualTo(first.get("tid"));
        assertThat(second.get("tid")).as("a track is used again").isEqualTo(first.get("tid"));
        assertThat(argument(second, "message")).isEqualTo(2L);
        assertThat(events)
                .extracting(e -> argument(e, "name"))
                .contains("communication: worker", "messages: worker", "messages: worker (2)");
    }

    @Test
    void leavesTheTraceOfAnEarlierStartAlone() throws IOException {
        begun(1 << 20, said::add).close();
        begun(1 << 20, said::add).close();
        assertThat(traced("trace.json")).isNotEmpty();
        assertThat(traced("trace-2.json")).isNotEmpty();
    }

    @Test
    void stopsWithAWarningWhenItIsFull() throws IOException {
        try (TraceFile trace = begun(5_000, said::add)) {
            for (int i = 0; i < 100; i++) {
                trace.timeline(0, part(span(Activity.FORWARD, "", i, i, i + 1)));
            }
        }
        assertThat(traced("trace.json")).hasSizeLessThan(60);
        assertThat(said)
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning.fields().get("message")).asString().contains("trace.json is full"));
    }
}
