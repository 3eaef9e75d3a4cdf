/** Figures of a run as TensorBoard reads them. */
@NullMarked
package io.cohort.observe.internal.tensorboard;

import org.jspecify.annotations.NullMarked;
