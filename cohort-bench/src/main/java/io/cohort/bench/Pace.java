package io.cohort.bench;

/**
 * How much is measured.
 *
 * @param turnSeconds how long one turn should last at least, so that a clock's grain and a pause do not count
 * @param seconds how long all turns together should take, what is between them included
 * @param leastTurns of each contestant, however long they take
 * @param repetitions of the work in each turn; 0 for as many as {@code turnSeconds} takes, or more where a contestant wants them
 */
record Pace(double turnSeconds, double seconds, int leastTurns, int repetitions) {

    private static final int MOST_TURNS = 10_000;

    Pace {
        if (!(turnSeconds >= 0) || !(seconds >= 0) || leastTurns < 1 || repetitions < 0) {
            throw new IllegalArgumentException("turnSeconds=" + turnSeconds + ", seconds=" + seconds + ", leastTurns="
                    + leastTurns + ", repetitions=" + repetitions + ": nothing may be negative, and there is a turn");
        }
    }

    /** How many turns fit, when one of each contestant takes this long. */
    int turns(double roundSeconds) {
        double fitting = roundSeconds > 0 ? seconds / roundSeconds : MOST_TURNS;
        return (int) Math.max(leastTurns, Math.min(MOST_TURNS, fitting));
    }

    /** How long turns are made and not counted. */
    double warmUpSeconds() {
        return seconds / 5;
    }
}
