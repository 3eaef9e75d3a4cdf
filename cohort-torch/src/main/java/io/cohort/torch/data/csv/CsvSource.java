package io.cohort.torch.data.csv;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Encoding;
import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Source;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.DataFile;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table in a file.
 *
 * <p>Memory: a file of at most a {@value #HEAP_SHARE}th of the heap is kept as numbers; of a larger one only an index of its rows and the targets are
 * kept, and its rows are read when they are asked for. Both give the same bits.
 *
 * <p>A larger one is read once to learn what it holds, and once by each worker, which knows that by then.
 */
record CsvSource(Path path, CsvOptions options, long mostBytesInMemory) implements Source {

    private static final int HEAP_SHARE = 16;

    /** For labels that the survey has seen, which cannot be wrong. */
    private static final RowPlace NOWHERE = new RowPlace(0, 0);

    CsvSource(Path path, CsvOptions options) {
        this(path, options, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    @Override
    public IndexedData open(@Nullable Task task) {
        Table table = Table.open(
                DataFile.open(path),
                options.delimiter().orElse(','),
                options.header().orElse(true));
        Survey survey = new Survey(table, options);
        Missing missing = options.missing().orElse(Missing.REFUSE);
        if (inMemory(table)) {
            table.read((cells, place, offset, length) -> survey.row(cells, place));
            return read(table, survey.spec(task), missing, true, null);
        }
        RowIndex index = new RowIndex();
        LabelCells labels = new LabelCells();
        table.read((cells, place, offset, length) -> {
            if (survey.row(cells, place)) {
                index.add(offset, length);
                labels.add(survey.label(cells));
            }
        });
        DataSpec spec = survey.spec(task);
        RowEncoder encoder = encoder(table, spec, missing, true);
        float[] targets = labels.targets(cell -> encoder.target(cell, NOWHERE));
        return new CsvData(spec, new FileRows(table, index, encoder), targets);
    }

    private boolean inMemory(Table table) {
        return table.file().size() <= mostBytesInMemory;
    }

    @Override
    public IndexedData openFor(DataSpec trained, boolean labelled) {
        return openFor(trained, labelled, null);
    }

    /** Gathers on the way what normalises the inputs, so that the file need not be read for that again. */
    @Override
    public IndexedData openAgain(DataSpec learned, int[] training) {
        return openFor(learned, true, training);
    }

    private IndexedData openFor(DataSpec trained, boolean labelled, int @Nullable [] training) {
        Encoding encoding = trained.encoding();
        if (encoding == null) {
            throw new UserMistake(
                    "data-mismatch",
                    new Problem(
                            path.toString(),
                            null,
                            "is a table, but the model was trained on inputs of shape " + trained.inputShape()
                                    + " that were none",
                            "Give data of the kind that the model was trained on"));
        }
        Table table = Table.open(
                DataFile.open(path),
                options.delimiter().orElse(encoding.delimiter()),
                options.header().orElse(encoding.header()));
        requireMeans(encoding);
        return read(table, trained, options.missing().orElse(encoding.missing()), labelled, training);
    }

    private void requireMeans(Encoding encoding) {
        if (options.missing().orElse(encoding.missing()) == Missing.MEAN && encoding.missing() != Missing.MEAN) {
            throw new UserMistake(
                    "data-mismatch",
                    new Problem(
                            path.toString(),
                            "missing: mean",
                            "the model was trained without missing: mean, so it knows no means to fill in",
                            "Train it with missing: mean"));
        }
    }

    private RowEncoder encoder(Table table, DataSpec spec, Missing missing, boolean labelled) {
        Encoding encoding = Objects.requireNonNull(spec.encoding());
        return new RowEncoder(
                table.file(),
                spec,
                ColumnMapping.of(encoding, table, labelled),
                missing,
                options.unknown().orElse(encoding.unknown()),
                labelled);
    }

    /** @param training rows whose inputs are gathered for normalisation; {@code null} for none */
    private IndexedData read(Table table, DataSpec spec, Missing missing, boolean labelled, int @Nullable [] training) {
        RowEncoder encoder = encoder(table, spec, missing, labelled);
        boolean inMemory = inMemory(table);
        RowIndex index = new RowIndex();
        Floats values = new Floats();
        Floats targets = new Floats();
        float[] scratch = new float[encoder.columns()];
        TrainingRows gathered = training == null ? null : new TrainingRows(spec, training);
        table.read((cells, place, offset, length) -> {
            if (!encoder.keeps(cells, place)) {
                return;
            }
            int at = targets.extend(1);
            targets.values()[at] = encoder.target(cells, place);
            encoder.encode(cells, place, scratch, 0);
            if (gathered != null) {
                gathered.row(at, scratch);
            }
            if (inMemory) {
                int start = values.extend(scratch.length);
                System.arraycopy(scratch, 0, values.values(), start, scratch.length);
            } else {
                index.add(offset, length);
            }
        });
        float[] all = targets.toArray();
        if (all.length == 0) {
            throw CsvMistakes.file(
                    table.file(), "data-format", "holds no rows that can be used", "Give a file with rows");
        }
        RowStore store =
                inMemory ? new MemoryRows(values.toArray(), encoder.columns()) : new FileRows(table, index, encoder);
        return new CsvData(spec, store, all, gathered);
    }
}
