/** How good a model is: accuracy, precision, recall, F1, loss. */
@NullMarked
package io.cohort.torch.metric;

import org.jspecify.annotations.NullMarked;
