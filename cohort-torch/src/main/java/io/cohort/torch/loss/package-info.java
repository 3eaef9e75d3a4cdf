/** Losses: how wrong outputs are, summed over samples so that shares of a batch add up. */
@NullMarked
package io.cohort.torch.loss;

import org.jspecify.annotations.NullMarked;
