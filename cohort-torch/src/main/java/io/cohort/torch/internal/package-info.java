/** What the packages of this module share and users need not know. */
@NullMarked
package io.cohort.torch.internal;

import org.jspecify.annotations.NullMarked;
