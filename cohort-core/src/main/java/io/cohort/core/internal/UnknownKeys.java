package io.cohort.core.internal;

import io.cohort.core.job.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the keys that nobody asked for, and what was probably meant by them. */
final class UnknownKeys {

    /**
     * One mapping of the job after it was read.
     *
     * @param asked the keys that somebody asked for, which are the known ones
     * @param shortForm the scalar that stood in the place of the mapping
     * @param whole whether this is the whole job, whose name chooses nothing
     */
    record Level(String path, Mapping mapping, Set<String> asked, @Nullable Scalar shortForm, boolean whole) {

        String pathOf(String key) {
            return TreeNode.pathOf(path, key);
        }

        /** The known keys that a mistyped one may become: not those given already, which only an override may change. */
        List<String> open(Mapping.Entry mistyped) {
            boolean override = mistyped.key().kind() == Origin.Kind.OVERRIDE;
            return asked.stream()
                    .filter(key -> override || !mapping.entries().containsKey(key))
                    .toList();
        }
    }

    /** Keys that choose which other keys there are beside them. */
    private static final List<String> CHOOSING_KEYS = List.of("name", "format");

    private final Map<String, String> pathByKey = new LinkedHashMap<>();
    private final Problems problems;

    private UnknownKeys(List<Level> levels, Problems problems) {
        levels.forEach(level -> level.asked().forEach(key -> pathByKey.putIfAbsent(key, level.pathOf(key))));
        this.problems = problems;
    }

    static void report(List<Level> levels, Problems problems) {
        UnknownKeys unknown = new UnknownKeys(levels, problems);
        levels.forEach(unknown::report);
    }

    private void report(Level level) {
        if (!level.whole() && CHOOSING_KEYS.stream().anyMatch(key -> problems.any(level.pathOf(key)))) {
            return; // nobody could ask for the options of a component that is not known
        }
        level.mapping().entries().forEach((key, entry) -> {
            if (!level.asked().contains(key)) {
                report(level, key, entry);
            }
        });
    }

    private void report(Level level, String key, Mapping.Entry entry) {
        String known = String.join(", ", level.asked());
        Scalar scalar = level.shortForm();
        if (scalar != null) {
            String rule = "must be a mapping of keys to values";
            problems.add(scalar.origin(), level.path(), scalar.written(), rule, "Its keys are " + known);
            return;
        }
        String rule = known.isEmpty() ? "unknown key; there are none here" : "unknown key; known here are " + known;
        String fix = "Leave it out";
        Optional<String> nearest = Nearest.of(key, level.open(entry));
        String elsewhere = pathByKey.get(key);
        if (nearest.isPresent()) {
            rule = "unknown key; the nearest known one is " + nearest.get();
            fix = "Write " + nearest.get() + " instead of " + Value.shorten(key);
        } else if (elsewhere != null) {
            rule = "unknown key here; it is known as " + elsewhere;
            fix = "Move it to " + elsewhere;
        }
        problems.addUnknownKey(entry.key(), level.pathOf(key), entry.value().written(), rule, fix);
    }
}
