package io.cohort.torch.data.csv;

import java.util.Arrays;

/**
 * Where each row begins in its file, and how long it is: two to four bytes a row, and sixteen more for every {@value #GROUP}.
 *
 * <p>Rows are written one after the other as (gap since the last row's end, length), seven bits a byte, lowest first; the place of every
 * {@value #GROUP}th row is kept whole, so that a look-up reads at most that many pairs.
 *
 * <p>Threading: built by one thread, then safe for several.
 */
final class RowIndex {

    private static final int GROUP = 64;

    /** A row's bytes in the file. */
    record Span(long offset, int length) {
        long end() {
            return offset + length;
        }
    }

    private byte[] pairs = new byte[1024];
    private int used;
    private long[] groupOffset = new long[16];
    private int[] groupPairs = new int[16];
    private int rows;
    private long lastEnd;

    /** Adds the next row, which begins after the last one's end. */
    void add(long offset, int length) {
        if (rows % GROUP == 0) {
            int group = rows / GROUP;
            if (group == groupOffset.length) {
                groupOffset = Arrays.copyOf(groupOffset, 2 * group);
                groupPairs = Arrays.copyOf(groupPairs, 2 * group);
            }
            groupOffset[group] = offset;
            groupPairs[group] = used;
            lastEnd = offset;
        }
        put(offset - lastEnd);
        put(length);
        lastEnd = offset + length;
        rows = Math.incrementExact(rows);
    }

    int rows() {
        return rows;
    }

    Span span(int row) {
        int group = row / GROUP;
        int at = groupPairs[group];
        long offset = groupOffset[group];
        int length = 0;
        for (int i = group * GROUP; i <= row; i++) {
            offset += length;
            long gap = 0;
            int shift = 0;
            byte b;
            do {
                b = pairs[at++];
                gap |= (long) (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0);
            offset += gap;
            length = 0;
            shift = 0;
            do {
                b = pairs[at++];
                length |= (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0);
        }
        return new Span(offset, length);
    }

    private void put(long value) {
        if (pairs.length - used < 10) {
            pairs = Arrays.copyOf(pairs, Math.toIntExact(pairs.length * 3L / 2));
        }
        long left = value;
        while (left >= 0x80) {
            pairs[used++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        pairs[used++] = (byte) left;
    }
}
