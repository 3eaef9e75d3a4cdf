package io.cohort.engine.internal;

import io.cohort.comm.CommException;
import io.cohort.comm.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** One exchange that is not complete yet. Guarded by its coordinator's lock. */
final class Meeting {

    /**
     * Who comes and with what.
     *
     * @param gangRank the caller's rank in the gang
     * @param place its rank among those who meet
     * @param value what it brings
     * @param deadlineAtMs until when it waits
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Guest(int gangRank, int place, byte[] value, long deadlineAtMs) {}

    private record Present(Guest guest, CompletableFuture<List<byte[]>> answer) {}

    private final String key;
    private final int size;
    private final long sinceMs;
    private final SortedMap<Integer, Present> present = new TreeMap<>();

    Meeting(String key, int size, long sinceMs) {
        this.key = key;
        this.size = size;
        this.sinceMs = sinceMs;
    }

    String key() {
        return key;
    }

    int size() {
        return size;
    }

    long sinceMs() {
        return sinceMs;
    }

    CompletableFuture<List<byte[]>> add(Guest guest, int expected) {
        if (expected != size) {
            throw new IllegalStateException("exchange '" + key + "': rank " + guest.gangRank() + " expects " + expected
                    + " ranks, others expect " + size);
        }
        if (guest.place() < 0 || guest.place() >= size || present.containsKey(guest.place())) {
            throw new IllegalStateException("exchange '" + key + "': place " + guest.place() + " of " + size
                    + " is taken or does not exist; every rank comes once");
        }
        CompletableFuture<List<byte[]>> answer = new CompletableFuture<>();
        present.put(guest.place(), new Present(guest, answer));
        return answer;
    }

    boolean isFull() {
        return present.size() == size;
    }

    void complete() {
        List<byte[]> values =
                present.values().stream().map(p -> p.guest.value()).toList();
        present.values().forEach(p -> p.answer.complete(values));
    }

    void fail(Verdict verdict) {
        present.values().forEach(p -> p.answer.completeExceptionally(new CommException(verdict)));
    }

    long deadlineAtMs() {
        return present.values().stream()
                .mapToLong(p -> p.guest.deadlineAtMs())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Gang ranks of those who have come. */
    List<Integer> presentRanks() {
        return present.values().stream().map(p -> p.guest.gangRank()).toList();
    }

    /**
     * Gang ranks of those who have not come; empty when they cannot be told. Places follow gang ranks at one distance in a gang and
     * in a role; in other sub-groups only their members know who is meant.
     */
    List<Integer> missingRanks() {
        List<Integer> distances = present.values().stream()
                .map(p -> p.guest.gangRank() - p.guest.place())
                .distinct()
                .toList();
        List<Integer> missing = new ArrayList<>();
        if (distances.size() == 1) {
            for (int place = 0; place < size; place++) {
                if (!present.containsKey(place)) {
                    missing.add(place + distances.get(0));
                }
            }
        }
        return missing;
    }

    Verdict timeout(long nowMs) {
        List<Integer> missing = missingRanks();
        String who = missing.isEmpty()
                ? (size - present.size()) + " ranks"
                : missing.stream().map(r -> "rank " + r).collect(Collectors.joining(", "));
        return new Verdict(
                "timeout",
                missing.size() == 1 ? missing.get(0) : -1,
                who + " did not come to the exchange '" + key + "' of " + size + " ranks within " + (nowMs - sinceMs)
                        + " ms",
                "See why it is late, or raise parallel.timeout.");
    }
}
