/** Looks at a data set of which nothing is known but its path, and says what it seems to be. */
@NullMarked
package io.cohort.torch.data.look;

import org.jspecify.annotations.NullMarked;
