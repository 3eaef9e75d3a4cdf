package io.cohort.torch.metric;

import java.util.Arrays;
import java.util.Objects;

/**
 * Counts of true against predicted classes, and the figures that follow from them.
 *
 * <p>Legend: C classes; c[t][p] samples of class t that were taken for p. A class is <em>seen</em> when it is the target or the prediction of some
 * sample. Precision of a class is c[k][k] / Σt c[t][k], recall c[k][k] / Σp c[k][p], F1 their harmonic mean; 0 where the divisor is 0.
 * Macro figures are plain means over the seen classes, as scikit-learn computes them with its defaults and {@code zero_division=0}. Without any sample
 * every figure is 0.
 *
 * <p>Threading: one thread at a time. Workers count their own samples and add up {@link #toArray}.
 */
public final class Confusion {

    private final int classes;
    private final long[] counts;

    public Confusion(int classes) {
        this(classes, new long[Math.multiplyExact(classes, classes)]);
    }

    private Confusion(int classes, long[] counts) {
        this.classes = classes;
        this.counts = counts;
    }

    /** What {@link #toArray} gave, or the sum of several such arrays. */
    public static Confusion fromArray(int classes, long[] counts) {
        if (counts.length != Math.multiplyExact(classes, classes)) {
            throw new IllegalArgumentException(
                    counts.length + " counts are not those of " + classes + " classes; there must be their square");
        }
        return new Confusion(classes, counts.clone());
    }

    public void add(int target, int predicted) {
        counts[Objects.checkIndex(target, classes) * classes + Objects.checkIndex(predicted, classes)]++;
    }

    public void merge(Confusion other) {
        if (other.classes != classes) {
            throw new IllegalArgumentException(
                    "counts of " + other.classes + " classes cannot be added to those of " + classes);
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** The counts, target by target: element t · C + p is c[t][p]. A copy. */
    public long[] toArray() {
        return counts.clone();
    }

    /** The counts as rows of targets and columns of predictions. */
    public long[][] matrix() {
        long[][] rows = new long[classes][];
        for (int t = 0; t < classes; t++) {
            rows[t] = Arrays.copyOfRange(counts, t * classes, (t + 1) * classes);
        }
        return rows;
    }

    public long samples() {
        return Arrays.stream(counts).sum();
    }

    /** The share of samples whose class was predicted. */
    public double accuracy() {
        long right = 0;
        for (int k = 0; k < classes; k++) {
            right += at(k, k);
        }
        return ratio(right, samples());
    }

    /** Macro precision. */
    public double precision() {
        return macro(k -> ratio(at(k, k), predicted(k)));
    }

    /** Macro recall. */
    public double recall() {
        return macro(k -> ratio(at(k, k), actual(k)));
    }

    /** Macro F1. */
    public double f1() {
        return macro(k -> ratio(2 * at(k, k), actual(k) + predicted(k)));
    }

    private interface OfClass {
        double figure(int k);
    }

    private double macro(OfClass figure) {
        double sum = 0;
        int seen = 0;
        for (int k = 0; k < classes; k++) {
            if (actual(k) + predicted(k) > 0) {
                sum += figure.figure(k);
                seen++;
            }
        }
        return seen == 0 ? 0 : sum / seen;
    }

    private long at(int target, int predicted) {
        return counts[target * classes + predicted];
    }

    private long actual(int k) {
        long sum = 0;
        for (int p = 0; p < classes; p++) {
            sum += at(k, p);
        }
        return sum;
    }

    private long predicted(int k) {
        long sum = 0;
        for (int t = 0; t < classes; t++) {
            sum += at(t, k);
        }
        return sum;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
