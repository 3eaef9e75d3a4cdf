package io.cohort.train;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A share that has been loaded: its samples by their place in it. */
record LoadedRows(DataSpec spec, Rows loaded) implements IndexedData {

    @Override
    public int size() {
        return loaded.samples();
    }

    @Override
    public double target(int sample) {
        int each = Math.toIntExact(spec.targetsPerSample());
        return loaded.targets()[sample * each + each - 1];
    }

    @Override
    public Rows rows(int[] samples) {
        if (Arrays.equals(samples, IntStream.range(0, size()).toArray())) {
            return loaded;
        }
        return new Rows(
                samples.length,
                chosen(loaded.inputs(), Math.toIntExact(spec.inputElements()), samples),
                chosen(loaded.targets(), Math.toIntExact(spec.targetsPerSample()), samples));
    }

    private static float[] chosen(float[] values, int each, int[] samples) {
        float[] chosen = new float[samples.length * each];
        for (int i = 0; i < samples.length; i++) {
            System.arraycopy(values, samples[i] * each, chosen, i * each, each);
        }
        return chosen;
    }
}
