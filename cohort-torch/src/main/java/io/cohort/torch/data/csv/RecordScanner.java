package io.cohort.torch.data.csv;

import io.cohort.torch.internal.DataFile;
import java.util.Arrays;

/**
 * Finds where the records of a CSV file begin and end, which parsers do not tell: by byte, so that any record can be read again on its own.
 * What breaks the rules of RFC 4180 is refused with its line. Blank lines are no records.
 *
 * <p>Memory: one buffer, as large as the longest record, at most {@value #MOST_RECORD_BYTES} bytes.
 *
 * <p>Threading: one thread at a time.
 */
final class RecordScanner {

    static final int MOST_RECORD_BYTES = 1 << 22;

    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private final DataFile file;
    private final byte delimiter;
    private byte[] buffer = new byte[1 << 16];
    private long bufferOffset;
    private int filled;
    private int at;
    private int start;
    private int end;
    private long line = 1;
    private long recordLine = 1;

    RecordScanner(DataFile file, char delimiter) {
        this.file = file;
        this.delimiter = (byte) delimiter;
        skipByteOrderMark();
    }

    private void skipByteOrderMark() {
        fill();
        if (filled >= 2 && (buffer[0] & 0xff) + (buffer[1] & 0xff) == 0xfe + 0xff && (buffer[0] & 0xff) >= 0xfe) {
            throw CsvMistakes.format(file, 1, "is UTF-16; only UTF-8 is read", "Save it as UTF-8");
        }
        if (filled >= 3 && buffer[0] == (byte) 0xef && buffer[1] == (byte) 0xbb && buffer[2] == (byte) 0xbf) {
            at = 3;
        }
    }

    /** Goes to the next record. @return false when there is none */
    boolean next() {
        boolean found;
        do {
            found = scan();
        } while (found && start == end);
        return found;
    }

    /** Where the record begins in the file. */
    long offset() {
        return bufferOffset + start;
    }

    /** Its bytes, without the end of its line. */
    int length() {
        return end - start;
    }

    /** The line it begins on, from 1. */
    long line() {
        return recordLine;
    }

    /** Adds its bytes to a block. */
    void addTo(RecordBlock block) {
        block.add(buffer, start, end - start, recordLine);
    }

    private boolean scan() {
        start = at;
        recordLine = line;
        State state = State.FIELD_START;
        while (at < filled || fill()) {
            byte b = buffer[at++];
            if (b == 0) {
                throw CsvMistakes.format(file, line, "holds a zero byte, which no text does", "Give a CSV file");
            }
            if (b == '\n') {
                line++;
            }
            if (state != State.QUOTED && (b == '\n' || b == '\r')) {
                endLine(b);
                return true;
            }
            state = after(state, b);
        }
        end = at;
        if (state == State.QUOTED) {
            throw CsvMistakes.format(
                    file,
                    recordLine,
                    "a quote is opened in this row and never closed",
                    "Close it, or write \"\" for a quote");
        }
        return end > start;
    }

    private State after(State state, byte b) {
        return switch (state) {
            case FIELD_START -> b == '"' ? State.QUOTED : b == delimiter ? State.FIELD_START : State.PLAIN;
            case PLAIN -> b == delimiter ? State.FIELD_START : State.PLAIN;
            case QUOTED -> b == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
            case QUOTE_IN_QUOTED -> {
                if (b == '"') {
                    yield State.QUOTED;
                }
                if (b == delimiter) {
                    yield State.FIELD_START;
                }
                throw CsvMistakes.format(
                        file,
                        recordLine,
                        "something follows a closing quote in this row",
                        "Quote the whole cell, and write \"\" for a quote inside it");
            }
        };
    }

    private void endLine(byte b) {
        end = at - 1;
        if (b == '\r') {
            line++;
            if ((at < filled || fill()) && buffer[at] == '\n') {
                at++;
            }
        }
    }

    /** Reads on, keeping the record that has begun. @return false at the end of the file */
    private boolean fill() {
        long position = bufferOffset + filled;
        if (position == file.size()) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            bufferOffset += start;
            filled -= start;
            at -= start;
            end -= start;
            start = 0;
        }
        if (filled == buffer.length) {
            grow();
        }
        int more = (int) Math.min(buffer.length - filled, file.size() - position);
        file.read(position, buffer, filled, more);
        filled += more;
        return true;
    }

    private void grow() {
        if (buffer.length >= MOST_RECORD_BYTES) {
            throw CsvMistakes.format(
                    file,
                    recordLine,
                    "this row is longer than " + MOST_RECORD_BYTES + " bytes",
                    "Look for a quote that is never closed");
        }
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
}
