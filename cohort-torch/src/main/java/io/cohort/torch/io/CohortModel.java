package io.cohort.torch.io;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Task;
import io.cohort.torch.metric.Scores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A trained model that answers about plain rows: numbers in, class names and probabilities out.
 *
 * <pre>{@code
 * try (CohortModel model = CohortModel.load("runs/iris-20260101-120000")) {
 *     Prediction flower = model.predict(5.1f, 3.5f, 1.4f, 0.2f);
 *     System.out.println(flower.label() + " " + flower.probabilities());
 * }
 * }</pre>
 *
 * <p>Rows hold raw values: the model brings its own normalisation. An image is its pixels, channel by channel, row by row.
 *
 * <p>Threading: safe for several threads, which take turns. Memory: owns native memory; close it.
 */
public final class CohortModel implements AutoCloseable {

    /**
     * What the model says about one row.
     *
     * @param label the most probable class; empty for regression
     * @param value the predicted value for regression; else the probability of the label
     * @param probabilities by class, in the model's order of classes; empty for regression
     */
    public record Prediction(String label, double value, Map<String, Double> probabilities) {
        public Prediction {
            probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
        }
    }

    private static final String MODEL_OF_A_RUN = "model";

    private final Predictor predictor;

    private CohortModel(Predictor predictor) {
        this.predictor = predictor;
    }

    /**
     * Loads a model directory, or the model of a run directory.
     *
     * @throws UserMistake of kind {@code no-such-model} when there is none, {@code model-invalid} saying what is wrong with it
     */
    public static CohortModel load(Path directory) {
        Path below = directory.resolve(MODEL_OF_A_RUN);
        boolean run = !Files.exists(directory.resolve(ModelDirectory.MANIFEST)) && Files.isDirectory(below);
        return new CohortModel(Predictor.open(run ? below : directory));
    }

    /** The same by the path's text. */
    public static CohortModel load(String directory) {
        return load(Path.of(directory));
    }

    /** What it was trained on: the shape of a row, the task, the names of the classes. */
    public DataSpec spec() {
        return predictor.spec();
    }

    /** What it says about one row, given as its inputs. */
    public Prediction predict(float... row) {
        return predict(new float[][] {row}).get(0);
    }

    /**
     * What it says about rows, each given as its inputs.
     *
     * @throws UserMistake of kind {@code data-mismatch} for a row of another length, or with a value that is not finite
     */
    public List<Prediction> predict(float[][] rows) {
        int elements = Math.toIntExact(spec().inputElements());
        float[] inputs = new float[Math.multiplyExact(rows.length, elements)];
        for (int i = 0; i < rows.length; i++) {
            requireTakes(rows[i], i, elements);
            System.arraycopy(rows[i], 0, inputs, i * elements, elements);
        }
        return answers(new RowData(spec(), inputs, rows.length));
    }

    /** What it says about one row of a table, by column: numbers, and words for categories. See {@link #predict(List)}. */
    public Prediction predict(Map<String, ?> row) {
        return predict(List.of(row)).get(0);
    }

    /**
     * What it says about rows of a table, by column, encoded as the training table was. Further columns are passed over; a column without a value
     * is filled in if the training table's were.
     *
     * @throws UserMistake of kind {@code data-mismatch} when the model was not trained on a table, or a value does not fit its column
     */
    public List<Prediction> predict(List<? extends Map<String, ?>> rows) {
        RowEncoding encoding = RowEncoding.of(spec());
        float[][] inputs = new float[rows.size()][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = encoding.inputs(rows.get(i), "row " + i);
        }
        return predict(inputs);
    }

    /**
     * How a text goes on, for a model that was trained on text.
     *
     * @param bytes how many bytes to draw
     * @throws UserMistake of kind {@code no-text-model} for another model
     */
    public String generate(String prompt, int bytes, Sampling sampling) {
        synchronized (predictor) {
            byte[] after = Generation.after(predictor, prompt.getBytes(StandardCharsets.UTF_8), bytes, sampling);
            return new String(after, StandardCharsets.UTF_8);
        }
    }

    private List<Prediction> answers(RowData data) {
        double[][] outputs;
        synchronized (predictor) {
            outputs = predictor.predict(data, IntStream.range(0, data.size()).toArray());
        }
        List<Prediction> answers = new ArrayList<>();
        for (double[] output : outputs) {
            answers.add(answer(output));
        }
        return List.copyOf(answers);
    }

    private Prediction answer(double[] output) {
        if (spec().task() == Task.REGRESSION) {
            return new Prediction("", output[0], Map.of());
        }
        List<String> classes = spec().classes();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < output.length; i++) {
            probabilities.put(classes.get(i), output[i]);
        }
        int best = Scores.largest(output);
        return new Prediction(classes.get(best), output[best], probabilities);
    }

    private void requireTakes(float[] row, int number, int elements) {
        String place = "row " + number;
        if (row.length != elements) {
            throw mismatch(
                    place, row.length + " values", "the model takes " + elements + ", of shape " + spec().inputShape());
        }
        for (float value : row) {
            if (!Float.isFinite(value)) {
                throw mismatch(place, String.valueOf(value), "values must be finite");
            }
        }
    }

    static UserMistake mismatch(String place, String value, String rule) {
        return new UserMistake(
                "data-mismatch",
                new Problem(place, value, rule, "Give rows of the kind that the model was trained on"));
    }

    @Override
    public void close() {
        synchronized (predictor) {
            predictor.close();
        }
    }
}
