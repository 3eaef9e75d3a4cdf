package io.cohort.torch.data.csv;

/**
 * Where a row stands.
 *
 * @param row its number, from 1, the header not counted
 * @param line the line of the file it begins on, from 1
 */
record RowPlace(long row, long line) {}
