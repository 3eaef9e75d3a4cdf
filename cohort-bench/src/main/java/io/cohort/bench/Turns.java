package io.cohort.bench;

import java.util.Arrays;

/**
 * What one contestant's turns took.
 *
 * @param repetitions of the work in each turn
 * @param seconds of one repetition, turn by turn
 */
record Turns(int repetitions, double[] seconds) {

    /** The middle one; between the middle two when there are as many above as below. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
