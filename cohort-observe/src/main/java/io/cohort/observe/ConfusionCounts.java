package io.cohort.observe;

import io.cohort.core.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often samples of each class were taken for each class, as an event {@code confusion} tells it.
 *
 * @param classes names, by number
 * @param counts rows of true classes, columns of predicted ones
 */
public record ConfusionCounts(List<String> classes, List<List<Long>> counts) {

    /** Samples of one class that were taken for another. */
    public record Mistake(String actual, String predicted, long samples) {}

    public ConfusionCounts {
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
        int size = classes.size();
        if (counts.size() != size || counts.stream().anyMatch(row -> row.size() != size)) {
            throw new IllegalArgumentException(size + " classes need as many rows and columns of counts");
        }
    }

    /** Reads the event's fields; empty when they are not what they should be, as a later version's may be. */
    static Optional<ConfusionCounts> of(Event event) {
        List<String> classes = list(event.fields().get("classes")).stream()
                .map(String::valueOf)
                .toList();
        List<List<Long>> counts = new ArrayList<>();
        for (Object row : list(event.fields().get("counts"))) {
            counts.add(list(row).stream()
                    .map(n -> n instanceof Number number ? number.longValue() : 0L)
                    .toList());
        }
        boolean square = counts.size() == classes.size()
                && counts.stream().allMatch(row -> row.size() == classes.size())
                && !classes.isEmpty();
        return square ? Optional.of(new ConfusionCounts(classes, counts)) : Optional.empty();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    public long count(int actual, int predicted) {
        return counts.get(actual).get(predicted);
    }

    /** Samples of a class. */
    public long actual(int k) {
        return counts.get(k).stream().mapToLong(Long::longValue).sum();
    }

    /** Samples that were taken for a class. */
    public long predicted(int k) {
        return counts.stream().mapToLong(row -> row.get(k)).sum();
    }

    public long samples() {
        return counts.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    }

    /** What was mistaken for what most often, the most frequent first. */
    public List<Mistake> mistakes(int most) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int t = 0; t < classes.size(); t++) {
            for (int p = 0; p < classes.size(); p++) {
                if (t != p && count(t, p) > 0) {
                    mistakes.add(new Mistake(classes.get(t), classes.get(p), count(t, p)));
                }
            }
        }
        mistakes.sort(Comparator.comparingLong(Mistake::samples).reversed());
        return List.copyOf(mistakes.subList(0, Math.min(most, mistakes.size())));
    }
}
