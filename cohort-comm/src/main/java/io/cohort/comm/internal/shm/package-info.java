/** Ranks of one host: frames and payload through mapped memory. */
@NullMarked
package io.cohort.comm.internal.shm;

import org.jspecify.annotations.NullMarked;
