package io.cohort.torch.data.csv;

/** Rows kept in the heap. */
record MemoryRows(float[] values, int columns) implements RowStore {

    @Override
    public void read(int[] rows, float[] out) {
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * columns, out, i * columns, columns);
        }
    }
}
