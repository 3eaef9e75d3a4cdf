package io.cohort.torch.data.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohort.core.error.UserMistake;
import java.util.List;

/**
 * Rows that stay in their file and are read and encoded each time.
 *
 * @param index where they stand
 */
record FileRows(Table table, RowIndex index, RowEncoder encoder) implements RowStore {

    /** Rows that stand near each other are read at once: over gaps up to this, */
    private static final int LARGEST_GAP_BYTES = 1 << 12;

    /** and up to so much together. */
    private static final int MOST_TOGETHER_BYTES = 1 << 17;

    @Override
    public void read(int[] rows, float[] out) {
        try {
            List<CsvRecord> records = gather(rows).parse();
            for (int i = 0; i < rows.length; i++) {
                CsvRecord cells = records.get(i);
                if (cells.getFieldCount() != table.names().size()) {
                    throw new CsvParseException("sample " + rows[i] + " has " + cells.getFieldCount() + " cells");
                }
                encoder.encode(cells, new RowPlace(rows[i] + 1, 0), out, i * encoder.columns());
            }
        } catch (UserMistake | CsvParseException e) {
            throw table.file().changed(e);
        }
    }

    private RecordBlock gather(int[] rows) {
        RecordBlock block = new RecordBlock(table.file(), table.delimiter());
        RowIndex.Span[] spans = new RowIndex.Span[rows.length];
        for (int i = 0; i < rows.length; i++) {
            spans[i] = index.span(rows[i]);
        }
        int from = 0;
        while (from < spans.length) {
            int to = from + 1;
            while (to < spans.length && together(spans[from], spans[to - 1], spans[to])) {
                to++;
            }
            long start = spans[from].offset();
            byte[] bytes = new byte[(int) (spans[to - 1].end() - start)];
            table.file().read(start, bytes, 0, bytes.length);
            for (int i = from; i < to; i++) {
                block.add(bytes, (int) (spans[i].offset() - start), spans[i].length(), 0);
            }
            from = to;
        }
        return block;
    }

    private static boolean together(RowIndex.Span first, RowIndex.Span last, RowIndex.Span next) {
        long gap = next.offset() - last.end();
        return gap >= 0 && gap <= LARGEST_GAP_BYTES && next.end() - first.offset() <= MOST_TOGETHER_BYTES;
    }
}
