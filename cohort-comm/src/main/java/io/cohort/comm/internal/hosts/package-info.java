/** Groups over several hosts: shared memory inside each, sockets between them. */
@NullMarked
package io.cohort.comm.internal.hosts;

import org.jspecify.annotations.NullMarked;
