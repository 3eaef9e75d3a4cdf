package io.cohort.core.internal;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong while a job is read, one problem a key, so that the user hears of everything at once. */
public final class Problems {

    private record Found(Origin origin, Problem problem, boolean unknownKey) {}

    private static final Comparator<Found> FILE_ORDER = Comparator.<Found, Origin.Kind>comparing(
                    f -> f.origin().kind())
            .thenComparingInt(f -> f.origin().line())
            .thenComparingInt(f -> f.origin().column());

    private final List<Found> found = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    /** Notes a problem at a key path; only the first of a path counts, for the next may only follow from it. */
    void add(Origin origin, String path, @Nullable String value, String rule, String fix) {
        if (paths.add(path)) {
            found.add(new Found(origin, new Problem(origin.place(path), value, rule, fix), false));
        }
    }

    /** Notes a key that nobody reads. */
    void addUnknownKey(Origin origin, String path, @Nullable String value, String rule, String fix) {
        if (paths.add(path)) {
            found.add(new Found(origin, new Problem(origin.place(path), value, rule, fix), true));
        }
    }

    /** Takes over the problems of an error that somebody threw. */
    void addAll(Origin origin, UserMistake mistake) {
        mistake.problems().forEach(problem -> found.add(new Found(origin, problem, false)));
    }

    /** Whether something is wrong at a key path. */
    boolean any(String path) {
        return paths.contains(path);
    }

    /**
     * Ends the reading when anything is wrong.
     *
     * @throws UserMistake of kind {@code unknown-key} or {@code job-invalid} with every problem, in the order of the file
     */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        boolean onlyUnknown = found.stream().allMatch(Found::unknownKey);
        List<Problem> problems =
                found.stream().sorted(FILE_ORDER).map(Found::problem).toList();
        throw new UserMistake(onlyUnknown ? "unknown-key" : "job-invalid", problems);
    }
}
