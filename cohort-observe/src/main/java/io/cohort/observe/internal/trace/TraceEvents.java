package io.cohort.observe.internal.trace;

import io.cohort.core.json.Json;
import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Meeting;
import io.cohort.core.timeline.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A timeline as trace events: a rank is a process of the trace; what its own thread computes, the operations of each of its groups, and its pauses are
 * threads. So computing and communication that overlap stand above each other.
 *
 * <p>Source: "Trace Event Format" of the Chromium project: complete events ({@code X}) and metadata ({@code M}), times in microseconds.
 */
final class TraceEvents {

    /** Viewers sort tracks by their numbers, but put one whose number is its process's first: so no track has a number that a rank has. */
    private static final int COMPUTING = 10_001;

    private static final int PAUSES = 10_002;
    private static final int STANDSTILLS = 10_003;
    private static final int BEFORE_GROUPS = 10_000;

    /** A group's collectives have a track; its messages, many of which may be under way at once, as many below it as they need. */
    private static final int TRACKS_OF_A_GROUP = 100;

    private record Track(int rank, int thread) {}

    private final long zeroNanos;
    private final Consumer<String> out;
    private final Map<String, Integer> groups = new HashMap<>();
    private final Set<Track> named = new HashSet<>();
    private final Map<Track, Long> messagesEnd = new HashMap<>();

    /**
     * A trace.
     *
     * @param zeroNanos the moment that times are counted from
     * @param out takes one JSON object after another
     */
    TraceEvents(long zeroNanos, Consumer<String> out) {
        this.zeroNanos = zeroNanos;
        this.out = out;
    }

    /** Names a rank and its usual tracks. */
    void rank(int rank, String host) {
        meta("process_name", rank, 0, "name", "rank " + rank + " (" + host + ")");
        meta("process_sort_index", rank, 0, "sort_index", rank);
        thread(rank, COMPUTING, "computing");
        thread(rank, PAUSES, "garbage collection");
        thread(rank, STANDSTILLS, "stopped");
    }

    void span(int rank, Span span) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        switch (span.activity()) {
            case OPERATION -> {
                arguments.put(span.isMessage() ? "message" : "operation", span.number());
                arguments.put("bytes", span.bytes());
                int thread = span.isMessage() ? messages(rank, span) : group(rank, span.group());
                complete(rank, thread, span.name(), span.activity(), span, arguments);
            }
            case COLLECTION ->
                complete(rank, PAUSES, "garbage collection: " + span.name(), span.activity(), span, arguments);
            case STANDSTILL -> complete(rank, STANDSTILLS, "stopped", span.activity(), span, arguments);
            default -> {
                arguments.put("step", span.number());
                complete(rank, COMPUTING, span.activity().word(), span.activity(), span, arguments);
            }
        }
    }

    /** The part of an operation in which each rank waited for the last one. */
    void waiting(Meeting meeting) {
        Meeting.Entry last = meeting.last();
        for (Meeting.Entry entry : meeting.entries()) {
            long nanos = meeting.waitedNanos(entry);
            if (entry.rank() != last.rank() && nanos > 0) {
                Map<String, Object> arguments = new LinkedHashMap<>();
                arguments.put("operation", meeting.number());
                write(
                        "waiting for rank " + last.rank(),
                        "late",
                        entry.rank(),
                        group(entry.rank(), meeting.group()),
                        entry.enteredNanos(),
                        nanos,
                        arguments);
            }
        }
    }

    private int group(int rank, String name) {
        int thread = groups.computeIfAbsent(name, n -> BEFORE_GROUPS + TRACKS_OF_A_GROUP * (1 + groups.size()));
        if (named.add(new Track(rank, thread))) {
            thread(rank, thread, "communication: " + name);
        }
        return thread;
    }

    /** A track on which no message is under way at that time: spans of a track must not overlap. The last one takes what finds no place. */
    private int messages(int rank, Span span) {
        int collectives = group(rank, span.group());
        int lane = 1;
        while (lane < TRACKS_OF_A_GROUP - 1
                && messagesEnd.getOrDefault(new Track(rank, collectives + lane), Long.MIN_VALUE) > span.startNanos()) {
            lane++;
        }
        Track track = new Track(rank, collectives + lane);
        messagesEnd.put(track, span.endNanos());
        if (named.add(track)) {
            thread(rank, track.thread, "messages: " + span.group() + (lane == 1 ? "" : " (" + lane + ")"));
        }
        return track.thread;
    }

    private void complete(
            int rank, int thread, String name, Activity activity, Span span, Map<String, Object> arguments) {
        write(name, activity.word(), rank, thread, span.startNanos(), span.nanos(), arguments);
    }

    private void write(
            String name,
            String category,
            int rank,
            int thread,
            long startNanos,
            long nanos,
            Map<String, Object> arguments) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("name", name);
        event.put("cat", category);
        event.put("ph", "X");
        event.put("ts", (startNanos - zeroNanos) / 1e3);
        event.put("dur", nanos / 1e3);
        event.put("pid", rank);
        event.put("tid", thread);
        event.put("args", arguments);
        out.accept(Json.write(event));
    }

    private void thread(int rank, int thread, String name) {
        meta("thread_name", rank, thread, "name", name);
        meta("thread_sort_index", rank, thread, "sort_index", thread);
    }

    private void meta(String what, int rank, int thread, String key, Object value) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("name", what);
        event.put("ph", "M");
        event.put("ts", 0);
        event.put("pid", rank);
        event.put("tid", thread);
        event.put("args", Map.of(key, value));
        out.accept(Json.write(event));
    }
}
