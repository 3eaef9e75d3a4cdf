package io.cohort.torch.io;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import java.util.Arrays;

/** Answers with the outputs it was given, by sample number. */
record FixedPredictor(DataSpec spec, double[][] outputs) implements Predictor {

    @Override
    public double[][] predict(IndexedData data, int[] samples) {
        return Arrays.stream(samples).mapToObj(i -> outputs[i]).toArray(double[][]::new);
    }

    @Override
    public void close() {}
}
