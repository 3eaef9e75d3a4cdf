package io.cohort.observe;

/**
 * A figure over steps, of which no more points are kept than a picture can show: when it is full, neighbours are averaged in pairs.
 *
 * <p>A value at a step that is not beyond the last one takes the place of all from there on: a resumed run goes back to its checkpoint, and
 * what lay after it never happened.
 *
 * <p>Threading: one thread at a time.
 */
public final class Series {

    private final double[] xs;
    private final double[] ys;
    private int whole;
    private int stride = 1;
    private int pending;
    private double lastX = Double.NEGATIVE_INFINITY;
    private double last = Double.NaN;
    private double most = Double.NaN;

    /** @param capacity the most points that are kept; even */
    Series(int capacity) {
        if (capacity < 2 || capacity % 2 != 0) {
            throw new IllegalArgumentException("capacity must be even and at least 2: " + capacity);
        }
        xs = new double[capacity];
        ys = new double[capacity];
    }

    /** Adds a value; one that is not finite is left out. */
    void add(double x, double y) {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            return;
        }
        if (x <= lastX) {
            forgetFrom(x);
        }
        if (pending == 0 && whole == xs.length) {
            halve();
        }
        xs[whole] = (xs[whole] * pending + x) / (pending + 1);
        ys[whole] = (ys[whole] * pending + y) / (pending + 1);
        pending++;
        if (pending == stride) {
            nextPoint();
        }
        lastX = x;
        last = y;
        most = Double.isNaN(most) ? y : Math.max(most, y);
    }

    private void nextPoint() {
        whole++;
        pending = 0;
        if (whole < xs.length) {
            xs[whole] = 0;
            ys[whole] = 0;
        }
    }

    private void halve() {
        for (int i = 0; i < whole / 2; i++) {
            xs[i] = (xs[2 * i] + xs[2 * i + 1]) / 2;
            ys[i] = (ys[2 * i] + ys[2 * i + 1]) / 2;
        }
        whole /= 2;
        stride *= 2;
        xs[whole] = 0;
        ys[whole] = 0;
    }

    private void forgetFrom(double x) {
        int keep = 0;
        while (keep < size() && xs[keep] < x) {
            keep++;
        }
        whole = keep;
        pending = 0;
        if (whole < xs.length) {
            xs[whole] = 0;
            ys[whole] = 0;
        }
    }

    /** How many points there are; the last may be the mean of fewer values than the others. */
    public int size() {
        return whole + (pending > 0 ? 1 : 0);
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** The step of a point: the mean of those it stands for. */
    public double x(int point) {
        return xs[point];
    }

    /** The value of a point: the mean of those it stands for. */
    public double y(int point) {
        return ys[point];
    }

    /** The last value that was added; NaN when there is none. */
    public double last() {
        return last;
    }

    /** The largest value that was ever added; NaN when there is none. */
    public double most() {
        return most;
    }
}
