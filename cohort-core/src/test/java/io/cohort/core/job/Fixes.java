package io.cohort.core.job;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does what the fixes of an error say, word for word, to a job of some lines and its overrides. */
final class Fixes {

    private static final Pattern USE = Pattern.compile("Use ([\\w.]+): (.*)");
    private static final Pattern USE_OVERRIDE = Pattern.compile("Use --set ([\\w.]+)=(.*)");
    private static final Pattern WRITE = Pattern.compile("Write (\\S+) instead of (\\S+)");
    private static final Pattern LINE = Pattern.compile("[^:]+:(\\d+):(\\d+).*");

    private final List<String> lines;
    private final List<String> overrides;

    Fixes(String yaml, List<String> overrides) {
        this.lines = new ArrayList<>(yaml.lines().toList());
        this.overrides = new ArrayList<>(overrides);
    }

    /** Follows every fix, the last of the file first, so that positions stay true. */
    Fixes follow(UserMistake mistake) {
        for (int i = mistake.problems().size() - 1; i >= 0; i--) {
            follow(mistake.problems().get(i));
        }
        return this;
    }

    String yaml() {
        return String.join("\n", lines) + "\n";
    }

    List<String> overrides() {
        return overrides;
    }

    private void follow(Problem problem) {
        Matcher useOverride = USE_OVERRIDE.matcher(problem.fix());
        Matcher use = USE.matcher(problem.fix());
        Matcher write = WRITE.matcher(problem.fix());
        if (useOverride.matches()) {
            overrides.replaceAll(o ->
                    o.startsWith(useOverride.group(1) + "=") ? useOverride.group(1) + "=" + useOverride.group(2) : o);
        } else if (use.matches()) {
            replace(problem, problem.value(), use.group(2));
        } else if (write.matches()) {
            replace(problem, write.group(2), write.group(1));
        } else if (problem.fix().equals("Leave it out")) {
            lines.remove(line(problem));
        } else {
            throw new AssertionError("no fix that can be followed word for word: " + problem.text());
        }
    }

    private void replace(Problem problem, String old, String better) {
        Matcher place = LINE.matcher(problem.place());
        if (!place.matches()) {
            throw new AssertionError("no position: " + problem.place());
        }
        String line = lines.get(line(problem));
        int column = Integer.parseInt(place.group(2)) - 1;
        if (!line.startsWith(old, column)) {
            throw new AssertionError("no " + old + " at " + problem.place() + " in: " + line);
        }
        lines.set(line(problem), line.substring(0, column) + better + line.substring(column + old.length()));
    }

    private static int line(Problem problem) {
        Matcher place = LINE.matcher(problem.place());
        if (!place.matches()) {
            throw new AssertionError("no position: " + problem.place());
        }
        return Integer.parseInt(place.group(1)) - 1;
    }
}
