/** Tables of comma-separated values: surveyed, encoded, kept in memory or read from the file row by row. */
@NullMarked
package io.cohort.torch.data.csv;

import org.jspecify.annotations.NullMarked;
