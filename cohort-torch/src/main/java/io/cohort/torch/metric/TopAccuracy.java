package io.cohort.torch.metric;

/**
 * {@code metrics: {topK: 5}}: the share of samples whose class is among the k most probable ones. Of equally probable classes the first ones come first, as
 * with {@link Scores#largest}.
 *
 * @param k how many may be right
 */
record TopAccuracy(int k) implements Metric {

    @Override
    public String name() {
        return "top" + k + "Accuracy";
    }

    @Override
    public int sums() {
        return 2;
    }

    @Override
    public void add(double target, double[] outputs, double[] sums) {
        sums[0]++;
        sums[1] += among((int) target, outputs) ? 1 : 0;
    }

    private boolean among(int target, double[] outputs) {
        int before = 0;
        for (int i = 0; i < outputs.length; i++) {
            before += outputs[i] > outputs[target] || (outputs[i] == outputs[target] && i < target) ? 1 : 0;
        }
        return before < k && !Double.isNaN(outputs[target]);
    }

    @Override
    public double figure(double[] sums) {
        return sums[1] / sums[0];
    }
}
