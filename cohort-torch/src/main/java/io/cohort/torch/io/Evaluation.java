package io.cohort.torch.io;

import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.torch.metric.Scores;
import java.util.Arrays;
import java.util.Map;

/**
 * How good a predictor is on some samples.
 *
 * <p>Classification: {@code loss} (mean of −log of the probability given to the right class; a probability of 0 counts as the smallest double),
 * {@code accuracy}, and macro {@code precision}, {@code recall}, {@code f1}. Regression: {@code loss} (mean square error), {@code rmse}, {@code r2}.
 * Language: {@code loss}, {@code accuracy}, {@code perplexity} (e to the loss), all over tokens. Then those of the metrics that its job
 * asked for, and {@code samples}. The loss is this one whatever the model was trained with. Without any sample every figure is 0.
 */
public final class Evaluation {

    private static final int BLOCK = 1024;

    private Evaluation() {}

    /**
     * Measures it.
     *
     * @return the figures by name, in the order in which they are shown
     * @throws io.cohort.core.error.UserMistake of kind {@code data-mismatch} when the data is not of the predictor's kind
     */
    public static Map<String, Object> of(Predictor predictor, Samples samples) {
        predictor.spec().requireTakes(samples.data().spec(), "data");
        Scores scores = Scores.of(samples, predictor.spec(), predictor.metrics());
        IndexedData data = samples.data();
        for (int from = 0; from < samples.size(); from += BLOCK) {
            int[] numbers = Arrays.copyOfRange(samples.numbers(), from, Math.min(samples.size(), from + BLOCK));
            predictor.score(data, numbers, scores);
        }
        Map<String, Object> figures = scores.figures();
        figures.put("samples", samples.size());
        return figures;
    }

    /** Cross-entropy of probabilities, or the squared error of a value. */
    static double loss(Task task, double target, double[] outputs) {
        return switch (task) {
            case CLASSIFICATION, LANGUAGE -> -Math.log(Math.max(outputs[(int) target], Double.MIN_VALUE));
            case REGRESSION -> (target - outputs[0]) * (target - outputs[0]);
        };
    }
}
