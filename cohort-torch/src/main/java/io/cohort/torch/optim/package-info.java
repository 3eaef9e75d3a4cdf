/** Optimizers and schedules over flat ranges of memory. */
@NullMarked
package io.cohort.torch.optim;

import org.jspecify.annotations.NullMarked;
