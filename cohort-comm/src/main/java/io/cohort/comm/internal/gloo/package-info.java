/** Gloo, libtorch's own communication library, as a backend beside ours. */
@NullMarked
package io.cohort.comm.internal.gloo;

import org.jspecify.annotations.NullMarked;
