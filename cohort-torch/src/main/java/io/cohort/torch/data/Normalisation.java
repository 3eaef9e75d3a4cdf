package io.cohort.torch.data;

import io.cohort.torch.internal.ArrayTensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * What is done to raw inputs before a model sees them: {@code (x − mean) / deviation} for each channel (or feature); nothing to tokens, which have no
 * channels. Part of a saved model.
 *
 * @param mean one a channel (dimension 0 of the input shape)
 * @param deviation one a channel; never 0 (a constant channel gets 1)
 */
public record Normalisation(List<Double> mean, List<Double> deviation) {

    /** Samples looked at together; only memory depends on it. */
    private static final int BLOCK = 256;

    /** In one block of samples that are taken in together, at most. */
    private static final int BLOCK_ELEMENTS = 1 << 20;

    public Normalisation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != deviation.size()) {
            throw new IllegalArgumentException(mean.size() + " means but " + deviation.size() + " deviations");
        }
        for (int i = 0; i < mean.size(); i++) {
            if (!Double.isFinite(mean.get(i)) || !Double.isFinite(deviation.get(i)) || deviation.get(i) <= 0) {
                throw new IllegalArgumentException("channel " + i + " has mean " + mean.get(i) + " and deviation "
                        + deviation.get(i) + "; means must be finite, deviations finite and above 0");
            }
        }
    }

    /** Leaves inputs as they are. */
    public static Normalisation none(DataSpec spec) {
        int channels = channels(spec);
        return new Normalisation(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
    }

    /**
     * Mean and (population) standard deviation of each channel over some samples, in float64, in the order of the samples: the same samples give the
     * same bits on every machine.
     */
    public static Normalisation of(Samples samples) {
        return samples.data().normalisation(samples.numbers()).orElseGet(() -> read(samples));
    }

    private static Normalisation read(Samples samples) {
        Gathering gathering = new Gathering(samples.data().spec());
        int[] numbers = samples.numbers();
        if (gathering.channels > 0) {
            for (int from = 0; from < numbers.length; from += BLOCK) {
                int to = Math.min(numbers.length, from + BLOCK);
                gathering.add(samples.data()
                        .rows(Arrays.copyOfRange(numbers, from, to))
                        .inputs());
            }
        }
        return gathering.normalisation();
    }

    /**
     * Takes in samples once and knows their mean and deviation then.
     *
     * <p>Legend: n numbers so far, μ their mean, M the sum of their squared distances from it; the same with a dash of a block of samples. Blocks are joined
     * by δ = μ′ − μ; μ += δ·n′/(n+n′); M += M′ + δ²·n·n′/(n+n′). Blocks have a fixed size, so the bits do not depend on how samples are handed over.
     *
     * <p>Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", COMPSTAT 1982.
     */
    public static final class Gathering {

        private final int channels;
        private final int elements;
        private final double[] mean;
        private final double[] squares;
        private final float[] block;
        private int filled;
        private double count;

        public Gathering(DataSpec spec) {
            this.channels = channels(spec);
            this.elements = channels == 0 ? 0 : Math.toIntExact(spec.inputElements());
            this.mean = new double[channels];
            this.squares = new double[channels];
            this.block = new float[Math.multiplyExact(elements, blockSamples(elements))];
        }

        /** Few of very large samples. */
        private static int blockSamples(int elements) {
            return elements == 0 ? 0 : Math.max(1, Math.min(BLOCK, BLOCK_ELEMENTS / elements));
        }

        /** Takes in the inputs of one sample or several, whole ones. */
        public void add(float[] inputs) {
            int from = 0;
            while (from < inputs.length) {
                int some = Math.min(inputs.length - from, block.length - filled);
                System.arraycopy(inputs, from, block, filled, some);
                from += some;
                filled += some;
                if (filled == block.length) {
                    join();
                }
            }
        }

        private void join() {
            int samples = filled / elements;
            int inChannel = elements / channels;
            double more = (double) inChannel * samples;
            double[] own = sums(value -> value, new double[channels]);
            for (int i = 0; i < channels; i++) {
                own[i] /= more;
            }
            double[] distances = sums(value -> value * value, own);
            for (int i = 0; i < channels; i++) {
                double apart = own[i] - mean[i];
                mean[i] += apart * (more / (count + more));
                squares[i] += distances[i] + apart * apart * (count * more / (count + more));
            }
            count += more;
            filled = 0;
        }

        /** Adds up each channel's values in the block, each less the channel's origin. */
        private double[] sums(DoubleUnaryOperator term, double[] origins) {
            int inChannel = elements / channels;
            double[] sums = new double[channels];
            int at = 0;
            while (at < filled) {
                for (int channel = 0; channel < channels; channel++) {
                    double sum = 0;
                    for (int end = at + inChannel; at < end; at++) {
                        sum += term.applyAsDouble(block[at] - origins[channel]);
                    }
                    sums[channel] += sum;
                }
            }
            return sums;
        }

        /** What normalises these samples; nothing is changed where there were none. */
        public Normalisation normalisation() {
            if (filled > 0) {
                join();
            }
            double[] deviation = new double[channels];
            for (int i = 0; i < channels; i++) {
                deviation[i] = squares[i] == 0 ? 1 : Math.sqrt(squares[i] / count);
            }
            return new Normalisation(boxed(mean), boxed(deviation));
        }
    }

    /** Whether it is made for such data. */
    public boolean fits(DataSpec spec) {
        return mean.size() == channels(spec);
    }

    /**
     * Normalises a batch.
     *
     * @param inputs {@code [n, inputShape…]} of a float type, or tokens
     * @return the same shape and type, in the caller's scope
     */
    public Tensor apply(Tensor inputs) {
        if (mean.isEmpty()) {
            return inputs;
        }
        long[] shape = new long[Math.toIntExact(inputs.dim())];
        Arrays.fill(shape, 1);
        shape[1] = mean.size();
        Tensor means = ArrayTensors.of(unboxed(mean), shape).to(inputs.scalar_type());
        Tensor deviations = ArrayTensors.of(unboxed(deviation), shape).to(inputs.scalar_type());
        return inputs.sub(means).div_(deviations);
    }

    private static int channels(DataSpec spec) {
        return spec.task() == Task.LANGUAGE
                ? 0
                : Math.toIntExact(spec.inputShape().get(0));
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static double[] unboxed(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
