package io.cohort.torch.metric;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How good a model's outputs are, gathered batch by batch, and added up over workers as a few numbers.
 *
 * <p>Threading: one thread at a time.
 */
public abstract sealed class Scores {

    private final Task task;
    private final Metrics metrics;
    private final MetricSums own;
    private double lossSum;
    private double lossWeight;

    private Scores(Task task, Metrics metrics) {
        this.task = task;
        this.metrics = metrics;
        this.own = new MetricSums(metrics);
    }

    /** Empty scores for some samples. Workers that measure shares of the same samples must pass the same ones here. */
    public static Scores of(Samples samples) {
        return of(samples, samples.data().spec(), Metrics.NONE);
    }

    /**
     * Empty scores for some samples, with further figures. Workers that measure shares of the same samples must pass the same ones here.
     *
     * @param spec of what is measured, which may know more classes than the samples do
     */
    public static Scores of(Samples samples, DataSpec spec, Metrics metrics) {
        return switch (spec.task()) {
            case CLASSIFICATION -> new OfClasses(new Confusion(Math.toIntExact(spec.outputs())), spec, metrics);
            case REGRESSION ->
                new OfValues(samples.size() == 0 ? 0 : samples.data().target(samples.numbers()[0]), metrics);
            case LANGUAGE -> new OfTokens(spec.targetsPerSample(), metrics);
        };
    }

    /**
     * Adds a batch.
     *
     * @param outputs of the model: scores {@code [n, classes]}, {@code [n, 1]} for regression, or {@code [n, context, classes]} for sequences
     * @param targets {@code [n]}, or {@code [n, context]} for sequences
     * @param lossSum the batch's loss, summed over its samples
     * @param lossWeight what the samples count for in the mean of the loss
     */
    public final void add(Tensor outputs, Tensor targets, double lossSum, double lossWeight) {
        count(outputs, targets);
        if (!own.none()) {
            addToMetrics(outputs, targets);
        }
        this.lossSum += lossSum;
        this.lossWeight += lossWeight;
    }

    /** The same where each sample counts 1. */
    public final void add(Tensor outputs, Tensor targets, double lossSum) {
        add(outputs, targets, lossSum, (double) targets.size(0));
    }

    void count(Tensor outputs, Tensor targets) {
        each(outputs, targets, this::count);
    }

    /** Sample by sample, as a sequence has very many outputs. */
    private void addToMetrics(Tensor outputs, Tensor targets) {
        for (long i = 0; i < targets.size(0); i++) {
            try (PointerScope scope = new PointerScope()) {
                Tensor of = outputs.select(0, i).to(torch.ScalarType.Double);
                each(task == Task.REGRESSION ? of : of.softmax(-1), targets.select(0, i), own::add);
            }
        }
    }

    private interface Taker {
        void take(double target, double[] outputs);
    }

    private static void each(Tensor outputs, Tensor targets, Taker taker) {
        double[] right = doubles(targets);
        double[] rows = doubles(outputs);
        int width = right.length == 0 ? 0 : rows.length / right.length;
        for (int i = 0; i < right.length; i++) {
            taker.take(right[i], Arrays.copyOfRange(rows, i * width, (i + 1) * width));
        }
    }

    /**
     * Adds one sample.
     *
     * @param outputs probabilities by class, or one value for regression
     */
    public final void add(double target, double[] outputs, double loss) {
        count(target, outputs);
        own.add(target, outputs);
        lossSum += loss;
        lossWeight++;
    }

    /** The number of the largest score; the first of equal ones. */
    public static int largest(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Everything so far as numbers that may be added element by element with another worker's; whole numbers stay exact up to 2^53. */
    public final double[] toArray() {
        double[] counts = counts();
        double[] all = Arrays.copyOf(counts, counts.length + own.length() + 2);
        own.write(all, counts.length);
        all[all.length - 2] = lossSum;
        all[all.length - 1] = lossWeight;
        return all;
    }

    /** Takes the place of what was gathered so far: the sum of several workers' {@link #toArray}. */
    public final Scores replacedBy(double[] sums) {
        int counts = sums.length - own.length() - 2;
        Scores scores = withCounts(Arrays.copyOf(sums, counts));
        scores.own.read(sums, counts);
        scores.lossSum = sums[sums.length - 2];
        scores.lossWeight = sums[sums.length - 1];
        return scores;
    }

    public abstract long samples();

    /** The further figures that are measured. */
    final Metrics metrics() {
        return metrics;
    }

    /**
     * The figures by name, in the order in which they are shown: loss, then accuracy, precision, recall, f1; or rmse, r2; or accuracy, perplexity; then
     * those of the metrics.
     */
    public final Map<String, Object> figures() {
        double loss = samples() == 0 ? 0.0 : lossSum / lossWeight;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("loss", loss);
        figures.putAll(ownFigures(loss));
        figures.putAll(own.figures(samples() > 0));
        return figures;
    }

    /** What was taken for what, where there are classes. */
    public Optional<Confusion> confusion() {
        return Optional.empty();
    }

    abstract void count(double target, double[] outputs);

    abstract double[] counts();

    abstract Scores withCounts(double[] counts);

    /** @param loss the mean over samples */
    abstract Map<String, Object> ownFigures(double loss);

    private static double[] doubles(Tensor tensor) {
        Tensor flat = tensor.to(torch.ScalarType.Double).contiguous().flatten();
        double[] values = new double[Math.toIntExact(flat.numel())];
        if (values.length > 0) {
            DoubleIndexer indexer = flat.createIndexer();
            IntToDoubleFunction at = indexer::get;
            Arrays.setAll(values, at);
        }
        return values;
    }

    private static final class OfClasses extends Scores {
        private final Confusion confusion;
        private final DataSpec spec;

        OfClasses(Confusion confusion, DataSpec spec, Metrics metrics) {
            super(Task.CLASSIFICATION, metrics);
            this.confusion = confusion;
            this.spec = spec;
        }

        @Override
        public Optional<Confusion> confusion() {
            return Optional.of(Confusion.fromArray(Math.toIntExact(spec.outputs()), confusion.toArray()));
        }

        @Override
        public long samples() {
            return confusion.samples();
        }

        @Override
        void count(double target, double[] outputs) {
            confusion.add((int) target, largest(outputs));
        }

        @Override
        double[] counts() {
            return Arrays.stream(confusion.toArray()).asDoubleStream().toArray();
        }

        @Override
        Scores withCounts(double[] counts) {
            long[] whole = Arrays.stream(counts).mapToLong(Math::round).toArray();
            return new OfClasses(Confusion.fromArray(Math.toIntExact(spec.outputs()), whole), spec, metrics());
        }

        @Override
        Map<String, Object> ownFigures(double loss) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("accuracy", confusion.accuracy());
            figures.put("precision", confusion.precision());
            figures.put("recall", confusion.recall());
            figures.put("f1", confusion.f1());
            return figures;
        }
    }

    private static final class OfValues extends Scores {
        private final RegressionSums sums;
        private final double pivot;

        OfValues(double pivot, Metrics metrics) {
            this(new RegressionSums(pivot), pivot, metrics);
        }

        private OfValues(RegressionSums sums, double pivot, Metrics metrics) {
            super(Task.REGRESSION, metrics);
            this.sums = sums;
            this.pivot = pivot;
        }

        @Override
        public long samples() {
            return sums.samples();
        }

        @Override
        void count(double target, double[] outputs) {
            sums.add(target, outputs[0]);
        }

        @Override
        double[] counts() {
            return sums.toArray();
        }

        @Override
        Scores withCounts(double[] counts) {
            return new OfValues(RegressionSums.fromArray(pivot, counts), pivot, metrics());
        }

        @Override
        Map<String, Object> ownFigures(double loss) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("rmse", sums.rmse());
            figures.put("r2", sums.r2());
            return figures;
        }
    }

    private static final class OfTokens extends Scores {
        private final long context;
        private long tokens;
        private long right;

        OfTokens(long context, Metrics metrics) {
            super(Task.LANGUAGE, metrics);
            this.context = context;
        }

        @Override
        public long samples() {
            return tokens / context;
        }

        @Override
        void count(Tensor outputs, Tensor targets) {
            tokens += targets.numel();
            right += outputs.argmax(new LongOptional(-1), false)
                    .eq(targets)
                    .sum()
                    .item_long();
        }

        @Override
        void count(double target, double[] outputs) {
            tokens++;
            right += largest(outputs) == (int) target ? 1 : 0;
        }

        @Override
        double[] counts() {
            return new double[] {tokens, right};
        }

        @Override
        Scores withCounts(double[] counts) {
            OfTokens sum = new OfTokens(context, metrics());
            sum.tokens = Math.round(counts[0]);
            sum.right = Math.round(counts[1]);
            return sum;
        }

        @Override
        Map<String, Object> ownFigures(double loss) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("accuracy", tokens == 0 ? 0.0 : (double) right / tokens);
            figures.put("perplexity", tokens == 0 ? 0.0 : Math.exp(loss));
            return figures;
        }
    }
}
