package io.cohort.torch.data;

import io.cohort.torch.internal.ArrayTensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
     * Mean and (population) standard deviation of each channel over some samples, in float64, summed in the order of the samples: the same
     * samples give the same bits on every machine.
     */
    public static Normalisation of(Samples samples) {
        int channels = channels(samples.data().spec());
        if (channels == 0) {
            return none(samples.data().spec());
        }
        double[] mean = new double[channels];
        double[] deviation = new double[channels];
        long inChannel = samples.data().spec().inputElements() / channels * samples.size();
        if (inChannel == 0) {
            return none(samples.data().spec());
        }
        sum(samples, mean, (channel, value) -> value);
        scale(mean, inChannel);
        sum(samples, deviation, (channel, value) -> (value - mean[channel]) * (value - mean[channel]));
        scale(deviation, inChannel);
        for (int i = 0; i < channels; i++) {
            deviation[i] = deviation[i] == 0 ? 1 : Math.sqrt(deviation[i]);
        }
        return new Normalisation(boxed(mean), boxed(deviation));
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

    private interface Term {
        double of(int channel, double value);
    }

    private static void sum(Samples samples, double[] sums, Term term) {
        int[] numbers = samples.numbers();
        int inChannel = (int) (samples.data().spec().inputElements() / sums.length);
        for (int from = 0; from < numbers.length; from += BLOCK) {
            float[] values = raw(samples, from, Math.min(numbers.length, from + BLOCK));
            for (int i = 0; i < values.length; i++) {
                int channel = i / inChannel % sums.length;
                sums[channel] += term.of(channel, values[i]);
            }
        }
    }

    private static float[] raw(Samples samples, int from, int to) {
        return samples.data()
                .rows(Arrays.copyOfRange(samples.numbers(), from, to))
                .inputs();
    }

    private static void scale(double[] sums, long count) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= count;
        }
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
