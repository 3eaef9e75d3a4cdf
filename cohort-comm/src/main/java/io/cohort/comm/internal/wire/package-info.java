/** Frames between two ranks, and the native memory they carry. Knows neither collectives nor transports. */
@NullMarked
package io.cohort.comm.internal.wire;

import org.jspecify.annotations.NullMarked;
