package io.cohort.torch.data.csv;

/** The rows of a table, one number a column, by number. Threading: safe for several threads. */
interface RowStore {

    /** Writes the numbers of some rows, row after row. */
    void read(int[] rows, float[] out);
}
