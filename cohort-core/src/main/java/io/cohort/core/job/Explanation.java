package io.cohort.core.job;

import io.cohort.core.internal.KeyMeanings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of a resolved job, explained.
 *
 * @param path such as {@code train.batch}
 * @param value what it is; {@code null} for an option that is off
 * @param givenAt where it was given ({@code digits.yaml:7:3}, {@code --set}; empty by a program); nothing when it has its default
 * @param meaning one sentence; empty when whoever reads the key says none
 */
public record Explanation(String path, @Nullable Object value, Optional<String> givenAt, String meaning) {

    static List<Explanation> of(Job job) {
        List<Explanation> all = new ArrayList<>();
        addAll(all, job, KeyMeanings.load(), job.resolved(), "");
        return List.copyOf(all);
    }

    private static void addAll(List<Explanation> all, Job job, KeyMeanings meanings, Object value, String path) {
        if (value instanceof Map<?, ?> below) {
            below.forEach(
                    (key, item) -> addAll(all, job, meanings, item, path.isEmpty() ? "" + key : path + "." + key));
        } else if (value instanceof List<?> items && items.stream().anyMatch(Map.class::isInstance)) {
            for (int i = 0; i < items.size(); i++) {
                addAll(all, job, meanings, items.get(i), path + "." + i);
            }
        } else {
            all.add(new Explanation(path, value, job.givenAt(path), meanings.of(path)));
        }
    }

    /** Where the value comes from and what it means, on one line. */
    public String line() {
        String where = givenAt.map(place -> place.isEmpty() ? "Given." : "Given at " + place + ".")
                .orElse("Default.");
        return meaning.isEmpty() ? where : where + " " + meaning;
    }
}
