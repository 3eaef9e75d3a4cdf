package io.cohort.torch.data.csv;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Encoding;
import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.data.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table whose rows become inputs when they are asked for: categories as one-hot, missing values filled in. */
final class CsvData implements IndexedData {

    private static final int BLOCK = 1024;

    private final DataSpec spec;
    private final Encoding encoding;
    private final RowStore store;
    private final float[] targets;
    private final @Nullable TrainingRows gathered;

    CsvData(DataSpec spec, RowStore store, float[] targets) {
        this(spec, store, targets, null);
    }

    /** @param gathered what was gathered of training rows; {@code null} for nothing */
    CsvData(DataSpec spec, RowStore store, float[] targets, @Nullable TrainingRows gathered) {
        this.spec = spec;
        this.encoding = Objects.requireNonNull(spec.encoding());
        this.store = store;
        this.targets = targets;
        this.gathered = gathered;
    }

    @Override
    public DataSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return targets.length;
    }

    @Override
    public double target(int sample) {
        return targets[Objects.checkIndex(sample, targets.length)];
    }

    @Override
    public Rows rows(int[] samples) {
        float[] numbers = numbers(samples);
        int inputs = encoding.inputs();
        float[] out = new float[Math.multiplyExact(samples.length, inputs)];
        float[] chosen = new float[samples.length];
        int columns = encoding.columns().size();
        for (int i = 0; i < samples.length; i++) {
            expand(encoding, numbers, i * columns, out, i * inputs);
            chosen[i] = targets[samples[i]];
        }
        return new Rows(samples.length, out, chosen);
    }

    /** Makes a row's inputs of its numbers; {@code out} holds zeros there. */
    static void expand(Encoding encoding, float[] numbers, int from, float[] out, int to) {
        int at = to;
        int number = from;
        for (Encoding.Column column : encoding.columns()) {
            expand(column, numbers[number++], out, at);
            at += column.inputs();
        }
    }

    private static void expand(Encoding.Column column, float number, float[] out, int at) {
        if (Float.isNaN(number)) {
            for (int i = 0; i < column.fill().size(); i++) {
                out[at + i] = column.fill().get(i).floatValue();
            }
        } else if (column.numeric()) {
            out[at] = number;
        } else if (number != RowEncoder.UNKNOWN) {
            out[at + (int) number] = 1;
        }
    }

    private float[] numbers(int[] samples) {
        for (int sample : samples) {
            Objects.checkIndex(sample, targets.length);
        }
        float[] numbers =
                new float[Math.multiplyExact(samples.length, encoding.columns().size())];
        store.read(samples, numbers);
        return numbers;
    }

    @Override
    public Optional<Normalisation> normalisation(int[] samples) {
        return gathered == null ? Optional.empty() : gathered.normalisation(samples);
    }

    /** Learns what stands in for missing values: the mean of each input over the training rows that have a value. */
    @Override
    public IndexedData learnedFrom(int[] training) {
        boolean known =
                encoding.columns().stream().noneMatch(column -> column.fill().isEmpty());
        if (encoding.missing() != Missing.MEAN || known) {
            return this;
        }
        List<double[]> sums = new ArrayList<>();
        encoding.columns().forEach(column -> sums.add(new double[column.inputs()]));
        long[] counts = new long[sums.size()];
        for (int from = 0; from < training.length; from += BLOCK) {
            float[] numbers = numbers(Arrays.copyOfRange(training, from, Math.min(training.length, from + BLOCK)));
            for (int i = 0; i < numbers.length; i++) {
                int column = i % counts.length;
                if (!Float.isNaN(numbers[i])) {
                    counts[column]++;
                    boolean numeric = encoding.columns().get(column).numeric();
                    sums.get(column)[numeric ? 0 : (int) numbers[i]] += numeric ? numbers[i] : 1;
                }
            }
        }
        List<Encoding.Column> filled = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            Encoding.Column column = encoding.columns().get(i);
            long count = Math.max(1, counts[i]); // a column without any value in training is filled with 0
            List<Double> fill =
                    Arrays.stream(sums.get(i)).map(sum -> sum / count).boxed().toList();
            filled.add(new Encoding.Column(column.name(), column.categories(), fill));
        }
        DataSpec learned = new DataSpec(spec.inputShape(), spec.task(), spec.classes(), encoding.with(filled));
        return new CsvData(learned, store, targets);
    }
}
