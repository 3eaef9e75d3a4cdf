package io.cohort.bench;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;

/** Rules that options of several benchmarks share. */
final class BenchOptions {

    private static final int MOST_WORKERS = 1024;
    private static final int LONGEST_SECONDS = 86_400;

    private BenchOptions() {}

    static void requireWorkers(int workers, int least) {
        String why = least > 1 ? ": one worker has nobody to exchange with" : "";
        requireWithin("--workers", workers, least, MOST_WORKERS, why);
    }

    static void requireSeconds(int seconds) {
        requireWithin("--seconds", seconds, 1, LONGEST_SECONDS, "");
    }

    static void requireWithin(String option, int value, int least, int most, String why) {
        if (value < least || value > most) {
            int near = value < least ? least : most;
            throw mistake(
                    option,
                    String.valueOf(value),
                    "must be from " + least + " to " + most + why,
                    "Write " + option + " " + near);
        }
    }

    static UserMistake mistake(String option, String value, String rule, String fix) {
        return new UserMistake("bad-option", new Problem(option, value, rule, fix));
    }
}
