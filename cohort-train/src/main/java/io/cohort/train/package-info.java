/** One model on many workers: the Trainer, its strategies, and runs. */
@NullMarked
package io.cohort.train;

import org.jspecify.annotations.NullMarked;
