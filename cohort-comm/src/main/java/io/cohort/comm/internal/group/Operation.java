package io.cohort.comm.internal.group;

import io.cohort.comm.internal.fault.Completion;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.Memory;

/**
 * One numbered operation of a group, checked and ready to run.
 *
 * @param sequence its number, from 1
 * @param input what is read; for operations in place the same as the output
 * @param completion its end
 */
public record Operation(long sequence, Fingerprint fingerprint, Memory input, Memory output, Completion completion) {}
