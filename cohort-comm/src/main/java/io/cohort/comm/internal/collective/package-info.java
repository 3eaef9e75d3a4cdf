/** Collectives: algorithms over a wire, none of which knows what the wire is made of. */
@NullMarked
package io.cohort.comm.internal.collective;

import org.jspecify.annotations.NullMarked;
