package io.cohort.examples;

import io.cohort.torch.metric.Metric;

/** A figure of one's own: the mean probability that the model gives to the right class. */
public final class Confidence implements Metric {

    @Override
    public String name() {
        return "confidence";
    }

    @Override
    public int sums() {
        return 2;
    }

    @Override
    public void add(double target, double[] outputs, double[] sums) {
        sums[0] += 1;
        sums[1] += outputs[(int) target];
    }

    @Override
    public double figure(double[] sums) {
        return sums[1] / sums[0];
    }
}
