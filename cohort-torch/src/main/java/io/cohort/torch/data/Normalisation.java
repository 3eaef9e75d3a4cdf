package io.cohort.torch.data;

import java.util.List;

/**
 * What is done to raw inputs before a model sees them: {@code (x − mean) / deviation} for each channel (or feature). Part of a saved model.
 *
 * @param mean one a channel (dimension 0 of the input shape)
 * @param deviation one a channel; never 0 (a constant channel gets 1)
 */
public record Normalisation(List<Double> mean, List<Double> deviation) {
    public Normalisation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }
}
