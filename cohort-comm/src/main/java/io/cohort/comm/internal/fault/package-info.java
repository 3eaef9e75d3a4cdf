/** From what one rank saw go wrong to the group's one verdict. */
@NullMarked
package io.cohort.comm.internal.fault;

import org.jspecify.annotations.NullMarked;
