package io.cohort.torch.data.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.cohort.torch.internal.DataFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some records' bytes, gathered to be parsed together.
 *
 * <p>Threading: one thread at a time.
 */
final class RecordBlock {

    private final DataFile file;
    private final char delimiter;
    private byte[] bytes = new byte[1 << 16];
    private int length;
    private int[] starts = new int[256];
    private long[] lines = new long[256];
    private int count;

    RecordBlock(DataFile file, char delimiter) {
        this.file = file;
        this.delimiter = delimiter;
    }

    void add(byte[] from, int start, int recordLength, long line) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            lines = Arrays.copyOf(lines, 2 * count);
        }
        if (bytes.length - length <= recordLength) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length + 1, recordLength)));
        }
        starts[count] = length;
        lines[count++] = line;
        System.arraycopy(from, start, bytes, length, recordLength);
        length += recordLength;
        bytes[length++] = '\n';
    }

    int bytes() {
        return length;
    }

    int count() {
        return count;
    }

    /** The line a record began on. */
    long line(int record) {
        return lines[record];
    }

    void clear() {
        count = 0;
        length = 0;
    }

    /** The records' cells, one list entry a record. */
    List<CsvRecord> parse() {
        List<CsvRecord> records = new ArrayList<>(count);
        CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text())
                .forEach(records::add);
        if (records.size() != count) {
            throw new CsvParseException(count + " records were parsed as " + records.size());
        }
        return records;
    }

    private String text() {
        try {
            return decode(0, length);
        } catch (CharacterCodingException e) {
            throw CsvMistakes.format(
                    file, lines[firstUndecodable()], "holds bytes that are no UTF-8", "Save the file as UTF-8");
        }
    }

    private int firstUndecodable() {
        for (int i = 0; i < count - 1; i++) {
            try {
                decode(starts[i], starts[i + 1]);
            } catch (CharacterCodingException e) {
                return i;
            }
        }
        return count - 1;
    }

    private String decode(int from, int to) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, from, to - from))
                .toString();
    }
}
