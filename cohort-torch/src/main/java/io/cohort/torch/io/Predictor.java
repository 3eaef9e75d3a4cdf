package io.cohort.torch.io;

import io.cohort.torch.Natives;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import java.nio.file.Path;

/**
 * A trained model that turns rows into outputs: a net today, ensembles and ONNX later. It brings its own normalisation.
 *
 * <p>Threading: one thread at a time. Memory: owns the model; close it.
 */
public interface Predictor extends AutoCloseable {

    /** The data it was trained on: shapes, task, class names. */
    DataSpec spec();

    /**
     * Outputs for some samples.
     *
     * @return by sample: the probability of each class, or one value for regression
     */
    double[][] predict(IndexedData data, int[] samples);

    @Override
    void close();

    /**
     * Opens a model directory.
     *
     * @throws io.cohort.core.error.UserMistake of kind {@code no-such-model} when there is none, {@code model-invalid} saying what is wrong with it
     */
    static Predictor open(Path directory) {
        Natives.unpack();
        return NetPredictor.open(directory);
    }
}
