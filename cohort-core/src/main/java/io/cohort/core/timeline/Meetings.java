package io.cohort.core.timeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins what several ranks tell of the same operation. Operations that a rank never tells of make room for later ones.
 *
 * <p>Threading: one thread at a time.
 */
public final class Meetings {

    private static final int MOST_PENDING = 16_384;

    private record Key(String group, long number) {}

    private final Map<Key, List<Meeting.Entry>> pending = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, List<Meeting.Entry>> eldest) {
            return size() > MOST_PENDING;
        }
    };

    /** Takes in a span. @return the operation, when this was the last rank's */
    public Optional<Meeting> accept(int rank, Span span) {
        if (span.activity() != Activity.OPERATION || span.number() == 0 || span.ranks() < 2) {
            return Optional.empty();
        }
        Key key = new Key(span.group(), span.number());
        List<Meeting.Entry> entries = pending.computeIfAbsent(key, k -> new ArrayList<>(span.ranks()));
        entries.add(new Meeting.Entry(rank, span.startNanos(), span.endNanos()));
        if (entries.size() < span.ranks()) {
            return Optional.empty();
        }
        pending.remove(key);
        return Optional.of(new Meeting(span.group(), span.name(), span.number(), entries));
    }
}
