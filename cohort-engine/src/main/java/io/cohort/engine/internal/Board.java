package io.cohort.engine.internal;

import io.cohort.comm.CommException;
import io.cohort.comm.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What ranks have written for each other, and who waits for what. Pure logic: waiting callers are futures, time is told.
 *
 * <p>Threading: guarded by its coordinator's lock. Failure: waits end with {@link CommException}.
 */
final class Board {

    private record Waiter(CompletableFuture<byte[]> answer, long deadlineAtMs) {}

    private final Map<String, byte[]> values = new HashMap<>();
    private final Map<String, List<Waiter>> waiters = new HashMap<>();
    private final Map<String, Meeting> meetings = new LinkedHashMap<>();
    private @Nullable Verdict verdict;

    /** Writes a value once. @throws IllegalStateException when the key has one */
    void put(String key, byte[] value) {
        if (values.putIfAbsent(key, value) != null) {
            throw new IllegalStateException("rendezvous key '" + key + "' has a value already; a key is written once");
        }
        List<Waiter> waiting = waiters.remove(key);
        if (waiting != null) {
            waiting.forEach(w -> w.answer.complete(value));
        }
    }

    CompletableFuture<byte[]> get(String key, long deadlineAtMs) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        byte[] value = values.get(key);
        if (value != null) {
            answer.complete(value);
        } else if (verdict != null) {
            answer.completeExceptionally(new CommException(verdict));
        } else {
            waiters.computeIfAbsent(key, k -> new ArrayList<>()).add(new Waiter(answer, deadlineAtMs));
        }
        return answer;
    }

    /**
     * Brings one value to a meeting; all get every value once the last has come.
     *
     * @throws IllegalStateException when the caller's place is taken or the others expect another number of ranks
     */
    CompletableFuture<List<byte[]>> exchange(String key, Meeting.Guest guest, int size, long nowMs) {
        if (verdict != null) {
            return CompletableFuture.failedFuture(new CommException(verdict));
        }
        Meeting meeting = meetings.computeIfAbsent(key, k -> new Meeting(k, size, nowMs));
        CompletableFuture<List<byte[]>> answer = meeting.add(guest, size);
        if (meeting.isFull()) {
            meetings.remove(key);
            meeting.complete();
        }
        return answer;
    }

    Collection<Meeting> meetings() {
        return meetings.values();
    }

    /** Ends the waits whose deadline has passed. */
    void expire(long nowMs) {
        for (Meeting meeting : List.copyOf(meetings.values())) {
            if (meeting.deadlineAtMs() <= nowMs) {
                meetings.remove(meeting.key());
                meeting.fail(meeting.timeout(nowMs));
            }
        }
        for (Map.Entry<String, List<Waiter>> entry : List.copyOf(waiters.entrySet())) {
            expire(entry.getKey(), entry.getValue(), nowMs);
        }
    }

    private void expire(String key, List<Waiter> waiting, long nowMs) {
        List<Waiter> over =
                waiting.stream().filter(w -> w.deadlineAtMs <= nowMs).toList();
        waiting.removeAll(over);
        if (waiting.isEmpty()) {
            waiters.remove(key);
        }
        Verdict timeout = new Verdict(
                "timeout",
                -1,
                "nobody wrote rendezvous key '" + key + "' before the deadline",
                "See which worker is late, or raise parallel.timeout.");
        over.forEach(w -> w.answer.completeExceptionally(new CommException(timeout)));
    }

    /** Ends every wait, now and later, with the verdict. */
    void fail(Verdict decided) {
        verdict = decided;
        List<Meeting> open = List.copyOf(meetings.values());
        meetings.clear();
        open.forEach(m -> m.fail(decided));
        List<List<Waiter>> waiting = List.copyOf(waiters.values());
        waiters.clear();
        waiting.forEach(list -> list.forEach(w -> w.answer.completeExceptionally(new CommException(decided))));
    }
}
