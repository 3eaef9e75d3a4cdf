package io.cohort.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures contestants by turns, in one run, so that whatever slows the machine for a while slows all of them.
 *
 * <ol>
 *   <li>The work is repeated within a turn until the turn is long enough on the slowest rank; ranks agree on how often.
 *   <li>Turns are made for a while that do not count, and the repetitions are found again: by now the code is compiled.
 *   <li>All contestants take turns, one after the other, until the time is up.
 * </ol>
 *
 * <p>Threading: confined to the worker's thread. Every rank of the gang does the same at the same time.
 */
final class Rounds {

    /** Hears how many rounds are done. */
    interface Progress {
        void done(int turns, int of);
    }

    private static final int MOST_REPETITIONS = 1 << 20;
    private static final double FASTEST_GROWTH = 10;
    private static final double SLOWEST_GROWTH = 1.5;
    private static final int ATTEMPTS = 3;
    private static final double MARGIN = 1.2;
    private static final int LEAST_WARM_UP = 2;

    private final Ranks ranks;
    private final Pace pace;
    private final Progress progress;

    Rounds(Ranks ranks, Pace pace, Progress progress) {
        this.ranks = ranks;
        this.pace = pace;
        this.progress = progress;
    }

    /** What each contestant's turns took on this rank. */
    List<Turns> run(List<? extends Contestant> contestants) {
        int[] repetitions = new int[contestants.size()];
        Arrays.fill(repetitions, Math.max(1, pace.repetitions()));
        findRepetitions(contestants, repetitions);
        double roundSeconds = warmUp(contestants, repetitions);
        findRepetitions(contestants, repetitions);
        return measure(contestants, repetitions, pace.turns(roundSeconds));
    }

    private void findRepetitions(List<? extends Contestant> contestants, int[] repetitions) {
        for (int i = 0; i < repetitions.length && pace.repetitions() == 0; i++) {
            repetitions[i] = enough(contestants.get(i), repetitions[i]);
        }
    }

    private int enough(Contestant contestant, int from) {
        int repetitions = Math.max(from, contestant.leastRepetitions());
        double took = quickest(contestant, repetitions);
        while (took < pace.turnSeconds() && repetitions < MOST_REPETITIONS) {
            double growth = Math.min(
                    FASTEST_GROWTH, Math.max(SLOWEST_GROWTH, MARGIN * pace.turnSeconds() / Math.max(took, 1e-9)));
            repetitions = (int) Math.min(MOST_REPETITIONS, Math.ceil(repetitions * growth));
            took = quickest(contestant, repetitions);
        }
        return repetitions;
    }

    /** Of a few turns: one that something held up would make all that follow too short. */
    private double quickest(Contestant contestant, int repetitions) {
        double seconds = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            seconds = Math.min(seconds, ranks.largest(turn(contestant, repetitions)));
        }
        return seconds;
    }

    /** Makes turns that do not count. @return how long the last round took, on the slowest rank */
    private double warmUp(List<? extends Contestant> contestants, int[] repetitions) {
        double spent = 0;
        double roundSeconds = 0;
        for (int round = 0; round < LEAST_WARM_UP || spent < pace.warmUpSeconds(); round++) {
            long beganNanos = System.nanoTime();
            for (int i = 0; i < repetitions.length; i++) {
                turn(contestants.get(i), repetitions[i]);
            }
            roundSeconds = ranks.largest((System.nanoTime() - beganNanos) / 1e9);
            spent += roundSeconds;
        }
        return roundSeconds;
    }

    private List<Turns> measure(List<? extends Contestant> contestants, int[] repetitions, int turns) {
        List<Turns> all = new ArrayList<>();
        for (int count : repetitions) {
            all.add(new Turns(count, new double[turns]));
        }
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < repetitions.length; i++) {
                all.get(i).seconds()[turn] = turn(contestants.get(i), repetitions[i]) / repetitions[i];
            }
            progress.done(turn + 1, turns);
        }
        return all;
    }

    private double turn(Contestant contestant, int repetitions) {
        ranks.meet();
        return contestant.turn(repetitions);
    }
}
