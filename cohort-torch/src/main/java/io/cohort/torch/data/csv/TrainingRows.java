package io.cohort.torch.data.csv;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Encoding;
import io.cohort.torch.data.Normalisation;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Gathers the inputs of training rows while a table is read from its first row to its last. */
final class TrainingRows {

    private final Encoding encoding;
    private final int[] training;
    private final Normalisation.Gathering inputs;
    private final float[] scratch;
    private int next;

    /** @param training the numbers of the rows, rising */
    TrainingRows(DataSpec spec, int[] training) {
        this.encoding = Objects.requireNonNull(spec.encoding());
        this.training = training;
        this.inputs = new Normalisation.Gathering(spec);
        this.scratch = new float[encoding.inputs()];
    }

    /** @param numbers of the row, one a column */
    void row(int row, float[] numbers) {
        if (next < training.length && training[next] == row) {
            next++;
            Arrays.fill(scratch, 0);
            CsvData.expand(encoding, numbers, 0, scratch, 0);
            inputs.add(scratch);
        }
    }

    /** What normalises these samples, if they are the ones that were gathered. */
    Optional<Normalisation> normalisation(int[] samples) {
        return next == training.length && Arrays.equals(samples, training)
                ? Optional.of(inputs.normalisation())
                : Optional.empty();
    }
}
