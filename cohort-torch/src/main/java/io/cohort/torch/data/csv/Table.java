package io.cohort.torch.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Nearest;
import io.cohort.torch.internal.DataFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A CSV file with its columns' names.
 *
 * @param file where it is read from
 * @param delimiter what stands between cells
 * @param header whether its first record names the columns
 * @param names of all columns; one without a name is called by its number, from 1
 */
record Table(DataFile file, char delimiter, boolean header, List<String> names) {

    private static final int MOST_COLUMNS = 1 << 14;
    private static final int BLOCK_BYTES = 1 << 18;

    /** Takes in one row. */
    interface Reader {
        /**
         * Takes in a row.
         *
         * @param cells of the row, as many as the table has columns
         * @param offset where it begins in the file
         * @param length its bytes
         */
        void row(CsvRecord cells, RowPlace place, long offset, int length);
    }

    /** Opens a table and reads the names of its columns. */
    static Table open(DataFile file, char delimiter, boolean header) {
        RecordScanner scanner = new RecordScanner(file, delimiter);
        if (!scanner.next()) {
            throw CsvMistakes.file(file, "data-format", "holds no rows", "Give a file with rows");
        }
        RecordBlock block = new RecordBlock(file, delimiter);
        scanner.addTo(block);
        CsvRecord first = block.parse().get(0);
        if (first.getFieldCount() > MOST_COLUMNS) {
            throw CsvMistakes.format(
                    file,
                    1,
                    "has " + first.getFieldCount() + " columns; at most " + MOST_COLUMNS + " can be read",
                    "Look at the delimiter, or leave columns out");
        }
        return new Table(file, delimiter, header, names(file, first, header));
    }

    private static List<String> names(DataFile file, CsvRecord first, boolean header) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < first.getFieldCount(); i++) {
            String written = header ? Cells.strip(first.getField(i)) : "";
            String name = written.isEmpty() ? Integer.toString(i + 1) : written;
            if (!seen.add(name)) {
                throw CsvMistakes.format(
                        file, 1, "two columns are called " + CsvMistakes.brief(name), "Rename one of them");
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    /** Reads every row from the first to the last. */
    void read(Reader reader) {
        RecordScanner scanner = new RecordScanner(file, delimiter);
        RecordBlock block = new RecordBlock(file, delimiter);
        List<Long> offsets = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        long rows = 0;
        boolean more = !header || scanner.next();
        while (more) {
            more = scanner.next();
            if (more) {
                scanner.addTo(block);
                offsets.add(scanner.offset());
                lengths.add(scanner.length());
            }
            if (!more || block.bytes() >= BLOCK_BYTES) {
                List<CsvRecord> records = block.parse();
                for (int i = 0; i < records.size(); i++) {
                    RowPlace place = new RowPlace(++rows, block.line(i));
                    requireWidth(records.get(i), place);
                    reader.row(records.get(i), place, offsets.get(i), lengths.get(i));
                }
                block.clear();
                offsets.clear();
                lengths.clear();
            }
        }
    }

    private void requireWidth(CsvRecord record, RowPlace place) {
        if (record.getFieldCount() != names.size()) {
            throw CsvMistakes.format(
                    file,
                    place.line(),
                    "row " + place.row() + " has " + record.getFieldCount() + " cells, but the table has "
                            + names.size() + " columns",
                    "Mend the row; a cell with " + delimiter + " in it must be quoted");
        }
    }

    /**
     * The place of a column.
     *
     * @param column its name, or its number from 1
     * @param key where the job names it
     */
    int column(String column, String key) {
        int named = names.indexOf(column);
        if (named >= 0) {
            return named;
        }
        int numbered = IntStream.range(0, names.size())
                .filter(i -> Integer.toString(i + 1).equals(column))
                .findFirst()
                .orElse(-1);
        if (numbered < 0) {
            throw noColumn(column, key);
        }
        return numbered;
    }

    private UserMistake noColumn(String column, String key) {
        return new UserMistake(
                "no-such-column",
                new Problem(
                        key,
                        column,
                        file.path() + " has no such column; there are " + shown(),
                        Nearest.of(column, names)
                                .map(near -> "Write " + near)
                                .orElse("Write one of these, or a number from 1 to " + names.size())));
    }

    /** The names of the columns for a message. */
    String shown() {
        int most = 20;
        return names.size() <= most
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
    }
}
