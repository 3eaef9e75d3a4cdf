/** Text as sequences of bytes, each of which predicts the next. */
@NullMarked
package io.cohort.torch.data.text;

import org.jspecify.annotations.NullMarked;
