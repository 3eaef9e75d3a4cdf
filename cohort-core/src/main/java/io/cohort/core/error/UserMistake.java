package io.cohort.core.error;

import java.util.List;
import java.util.stream.Collectors;

/** The user's mistake in an option, a file or a job: refused whole, before anything ran or was written. Exit 2. */
public final class UserMistake extends CohortException {

    private final List<Problem> problems;

    public UserMistake(String kind, List<Problem> problems) {
        super(kind, problems.stream().map(Problem::text).collect(Collectors.joining("\n")), fixOf(problems), null);
        this.problems = List.copyOf(problems);
    }

    public UserMistake(String kind, Problem problem) {
        this(kind, List.of(problem));
    }

    /** Every problem that was found, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    @Override
    public int exitCode() {
        return 2;
    }

    private static String fixOf(List<Problem> problems) {
        return problems.stream()
                .map(Problem::fix)
                .filter(f -> !f.isEmpty())
                .distinct()
                .collect(Collectors.joining("\n"));
    }
}
