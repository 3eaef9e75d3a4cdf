/** Data sets that answer by index, splits, and the global order of batches. */
@NullMarked
package io.cohort.torch.data;

import org.jspecify.annotations.NullMarked;
