package io.cohort.torch.metric;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
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

    private double lossSum;

    /** Empty scores for some samples. Workers that measure shares of the same samples must pass the same ones here. */
    public static Scores of(Samples samples) {
        DataSpec spec = samples.data().spec();
        return switch (spec.task()) {
            case CLASSIFICATION -> new OfClasses(new Confusion(Math.toIntExact(spec.outputs())), spec);
            case REGRESSION ->
                new OfValues(samples.size() == 0 ? 0 : samples.data().target(samples.numbers()[0]));
            case LANGUAGE -> new OfTokens(spec.targetsPerSample());
        };
    }

    /**
     * Adds a batch.
     *
     * @param outputs of the model: {@code [n, classes]}, {@code [n, 1]} for regression, or {@code [n, context, classes]} for sequences
     * @param targets {@code [n]}, or {@code [n, context]} for sequences
     * @param lossSum the batch's loss, summed over its samples
     */
    public final void add(Tensor outputs, Tensor targets, double lossSum) {
        count(outputs, targets);
        this.lossSum += lossSum;
    }

    void count(Tensor outputs, Tensor targets) {
        double[] right = doubles(targets);
        double[] rows = doubles(outputs);
        int width = right.length == 0 ? 0 : rows.length / right.length;
        for (int i = 0; i < right.length; i++) {
            count(right[i], Arrays.copyOfRange(rows, i * width, (i + 1) * width));
        }
    }

    /**
     * Adds one sample.
     *
     * @param outputs scores or probabilities by class, or one value for regression
     */
    public final void add(double target, double[] outputs, double loss) {
        count(target, outputs);
        lossSum += loss;
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
        double[] all = Arrays.copyOf(counts, counts.length + 1);
        all[counts.length] = lossSum;
        return all;
    }

    /** Takes the place of what was gathered so far: the sum of several workers' {@link #toArray}. */
    public final Scores replacedBy(double[] sums) {
        Scores scores = withCounts(Arrays.copyOf(sums, sums.length - 1));
        scores.lossSum = sums[sums.length - 1];
        return scores;
    }

    public abstract long samples();

    /** The figures by name, in the order in which they are shown: loss, then accuracy, precision, recall, f1; or rmse, r2; or accuracy, perplexity. */
    public final Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("loss", samples() == 0 ? 0.0 : lossSum / samples());
        figures.putAll(ownFigures(samples() == 0 ? 0.0 : lossSum / samples()));
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

        OfClasses(Confusion confusion, DataSpec spec) {
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
            return new OfClasses(Confusion.fromArray(Math.toIntExact(spec.outputs()), whole), spec);
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

        OfValues(double pivot) {
            this(new RegressionSums(pivot), pivot);
        }

        private OfValues(RegressionSums sums, double pivot) {
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
            return new OfValues(RegressionSums.fromArray(pivot, counts), pivot);
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

        OfTokens(long context) {
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
            OfTokens sum = new OfTokens(context);
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
