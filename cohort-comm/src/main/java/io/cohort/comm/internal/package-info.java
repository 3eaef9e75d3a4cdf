/** How groups are opened. Not for users. */
@NullMarked
package io.cohort.comm.internal;

import org.jspecify.annotations.NullMarked;
