package io.cohort.torch.io;

import io.cohort.torch.Natives;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.metric.Metrics;
import io.cohort.torch.metric.Scores;
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
     * @return by sample: the probability of each class, or one value for regression, or for a sequence the probability of each token to come after it
     */
    double[][] predict(IndexedData data, int[] samples);

    /**
     * How a sequence goes on.
     *
     * @param tokens at least one, at most as many as the model's context
     * @return the probability of each token to come next
     * @throws UnsupportedOperationException when it is no model of sequences
     */
    default double[] next(int[] tokens) {
        throw new UnsupportedOperationException(
                "a predictor for " + spec().task().word() + " knows no sequences");
    }

    /**
     * What its job wanted to be measured beside the usual figures.
     *
     * @throws io.cohort.core.error.UserMistake when a metric's class is not on the class path
     */
    default Metrics metrics() {
        return Metrics.NONE;
    }

    /** Adds its answers about some samples to scores: the whole of each sequence, where {@link #predict} only tells how it goes on. */
    default void score(IndexedData data, int[] samples, Scores scores) {
        double[][] outputs = predict(data, samples);
        for (int i = 0; i < samples.length; i++) {
            double target = data.target(samples[i]);
            scores.add(target, outputs[i], Evaluation.loss(spec().task(), target, outputs[i]));
        }
    }

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
