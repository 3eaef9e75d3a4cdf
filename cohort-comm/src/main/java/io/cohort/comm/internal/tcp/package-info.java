/** Ranks of any hosts: frames and payload over sockets. */
@NullMarked
package io.cohort.comm.internal.tcp;

import org.jspecify.annotations.NullMarked;
