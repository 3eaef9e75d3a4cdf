package io.cohort.torch.metric;

import java.util.Arrays;

/**
 * Sums from which the error of predicted values follows, in float64.
 *
 * <p>Legend: y target, e = prediction − target, n samples, m a pivot near the targets. Kept are n, Σe², Σ(y − m), Σ(y − m)². The pivot changes no figure; it
 * keeps digits when targets are large and close together. Root mean square error is √(Σe² / n); r² is 1 − Σe² / Σ(y − ȳ)², and where all targets
 * are equal 1 for a perfect prediction, else 0, as scikit-learn has it. Without any sample both are 0.
 *
 * <p>Threading: one thread at a time. Workers sum their own samples around the same pivot and add up {@link #toArray}.
 */
public final class RegressionSums {

    /** Elements of {@link #toArray}. */
    public static final int LENGTH = 4;

    private final double pivot;
    private final double[] sums;

    /** @param pivot any number near the targets, the same on every worker, such as the first target of the data set */
    public RegressionSums(double pivot) {
        this(pivot, new double[LENGTH]);
    }

    private RegressionSums(double pivot, double[] sums) {
        this.pivot = pivot;
        this.sums = sums;
    }

    /** What {@link #toArray} gave, or the sum of several such arrays, all around this pivot. */
    public static RegressionSums fromArray(double pivot, double[] sums) {
        if (sums.length != LENGTH) {
            throw new IllegalArgumentException(sums.length + " sums; there must be " + LENGTH);
        }
        return new RegressionSums(pivot, sums.clone());
    }

    public void add(double target, double predicted) {
        double error = predicted - target;
        double offset = target - pivot;
        sums[0] += 1;
        sums[1] += error * error;
        sums[2] += offset;
        sums[3] += offset * offset;
    }

    public void merge(RegressionSums other) {
        if (Double.compare(other.pivot, pivot) != 0) {
            throw new IllegalArgumentException(
                    "sums around " + other.pivot + " cannot be added to sums around " + pivot);
        }
        for (int i = 0; i < LENGTH; i++) {
            sums[i] += other.sums[i];
        }
    }

    /** n, Σe², Σ(y − m), Σ(y − m)². A copy. */
    public double[] toArray() {
        return Arrays.copyOf(sums, LENGTH);
    }

    public long samples() {
        return (long) sums[0];
    }

    /** Mean square error. */
    public double meanSquareError() {
        return samples() == 0 ? 0 : sums[1] / sums[0];
    }

    /** Root mean square error. */
    public double rmse() {
        return Math.sqrt(meanSquareError());
    }

    /** The coefficient of determination. */
    public double r2() {
        if (samples() == 0) {
            return 0;
        }
        double spread = sums[3] - sums[2] * sums[2] / sums[0];
        if (spread <= 0) {
            return sums[1] == 0 ? 1 : 0;
        }
        return 1 - sums[1] / spread;
    }
}
