package io.cohort.torch.io;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Rows;

/**
 * Rows that are only asked about: their targets are not known, and stand as 0.
 *
 * @param inputs row after row
 * @param size how many rows
 */
record RowData(DataSpec spec, float[] inputs, int size) implements IndexedData {

    @Override
    public Rows rows(int[] samples) {
        int elements = inputs.length / Math.max(1, size);
        float[] chosen = new float[samples.length * elements];
        for (int i = 0; i < samples.length; i++) {
            System.arraycopy(inputs, samples[i] * elements, chosen, i * elements, elements);
        }
        return new Rows(samples.length, chosen, new float[Math.toIntExact(samples.length * spec.targetsPerSample())]);
    }

    @Override
    public double target(int sample) {
        return 0;
    }
}
