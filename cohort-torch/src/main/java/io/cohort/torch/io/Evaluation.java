package io.cohort.torch.io;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.torch.metric.Confusion;
import io.cohort.torch.metric.RegressionSums;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a predictor is on some samples.
 *
 * <p>Classification: {@code loss} (mean of −log of the probability given to the right class; a probability of 0 counts as the smallest double),
 * {@code accuracy}, and macro {@code precision}, {@code recall}, {@code f1}. Regression: {@code loss} (mean square error), {@code rmse}, {@code r2}. Then
 * {@code samples}. Without any sample every figure is 0.
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
        Map<String, Object> figures = predictor.spec().task() == Task.CLASSIFICATION
                ? ofClasses(predictor, samples)
                : ofValues(predictor, samples);
        figures.put("samples", samples.size());
        return figures;
    }

    private interface Row {
        void take(double target, double[] outputs);
    }

    private static void forEach(Predictor predictor, Samples samples, Row row) {
        IndexedData data = samples.data();
        for (int from = 0; from < samples.size(); from += BLOCK) {
            int[] numbers = Arrays.copyOfRange(samples.numbers(), from, Math.min(samples.size(), from + BLOCK));
            double[][] outputs = predictor.predict(data, numbers);
            for (int i = 0; i < numbers.length; i++) {
                row.take(data.target(numbers[i]), outputs[i]);
            }
        }
    }

    private static Map<String, Object> ofClasses(Predictor predictor, Samples samples) {
        DataSpec spec = predictor.spec();
        Confusion confusion = new Confusion(Math.toIntExact(spec.outputs()));
        double[] loss = new double[1];
        forEach(predictor, samples, (target, outputs) -> {
            confusion.add((int) target, Predictor.largest(outputs));
            loss[0] -= Math.log(Math.max(outputs[(int) target], Double.MIN_VALUE));
        });
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("loss", samples.size() == 0 ? 0.0 : loss[0] / samples.size());
        figures.put("accuracy", confusion.accuracy());
        figures.put("precision", confusion.precision());
        figures.put("recall", confusion.recall());
        figures.put("f1", confusion.f1());
        return figures;
    }

    private static Map<String, Object> ofValues(Predictor predictor, Samples samples) {
        double pivot = samples.size() == 0 ? 0 : samples.data().target(samples.numbers()[0]);
        RegressionSums sums = new RegressionSums(pivot);
        forEach(predictor, samples, (target, outputs) -> sums.add(target, outputs[0]));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("loss", sums.meanSquareError());
        figures.put("rmse", sums.rmse());
        figures.put("r2", sums.r2());
        return figures;
    }
}
