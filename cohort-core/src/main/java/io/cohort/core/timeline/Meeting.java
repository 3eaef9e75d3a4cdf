package io.cohort.core.timeline;

import java.util.Comparator;
import java.util.List;

/**
 * One operation of a group as all its ranks saw it. Times as in {@link Span}.
 *
 * @param name the operation's fingerprint
 * @param number its number in its group
 * @param entries when each rank entered and left it
 */
public record Meeting(String group, String name, long number, List<Entry> entries) {

    /** One rank's part. */
    public record Entry(int rank, long enteredNanos, long leftNanos) {}

    public Meeting {
        entries = List.copyOf(entries);
    }

    /** Who came last. */
    public Entry last() {
        return entries.stream()
                .max(Comparator.comparingLong(Entry::enteredNanos))
                .orElseThrow();
    }

    /** When all but the last were there. */
    long othersNanos() {
        int last = last().rank();
        return entries.stream()
                .filter(entry -> entry.rank() != last)
                .mapToLong(Entry::enteredNanos)
                .max()
                .orElse(last().enteredNanos());
    }

    /** How long after all the others the last one came. */
    public long latenessNanos() {
        return last().enteredNanos() - othersNanos();
    }

    /** How long a rank was in the operation before the last one came. */
    public long waitedNanos(Entry entry) {
        return Math.max(0, Math.min(entry.leftNanos(), last().enteredNanos()) - entry.enteredNanos());
    }

    /** As a person speaks of it: {@code all-reduce #1841}. */
    public String spokenName() {
        int end = name.indexOf(' ');
        return (end < 0 ? name : name.substring(0, end)) + " #" + number;
    }
}
