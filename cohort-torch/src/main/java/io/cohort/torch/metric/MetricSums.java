package io.cohort.torch.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What metrics have summed so far. */
final class MetricSums {

    private final List<Metric> metrics;
    private final List<double[]> sums = new ArrayList<>();

    MetricSums(Metrics metrics) {
        this.metrics = metrics.all();
        this.metrics.forEach(metric -> sums.add(new double[metric.sums()]));
    }

    boolean none() {
        return metrics.isEmpty();
    }

    void add(double target, double[] outputs) {
        for (int i = 0; i < metrics.size(); i++) {
            metrics.get(i).add(target, outputs, sums.get(i));
        }
    }

    int length() {
        return sums.stream().mapToInt(some -> some.length).sum();
    }

    /** Writes all sums one after the other. */
    void write(double[] out, int offset) {
        int at = offset;
        for (double[] some : sums) {
            System.arraycopy(some, 0, out, at, some.length);
            at += some.length;
        }
    }

    /** Takes back what {@link #write} wrote, or the sum of several workers'. */
    void read(double[] in, int offset) {
        int at = offset;
        for (double[] some : sums) {
            System.arraycopy(in, at, some, 0, some.length);
            at += some.length;
        }
    }

    /** By name; 0 without any sample, as all figures are. */
    Map<String, Object> figures(boolean anySample) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            double figure = anySample ? metrics.get(i).figure(sums.get(i).clone()) : 0;
            figures.put(metrics.get(i).name(), figure);
        }
        return figures;
    }
}
