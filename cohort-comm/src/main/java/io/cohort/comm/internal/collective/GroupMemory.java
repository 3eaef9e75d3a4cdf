package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;

/** Memory that a transport gave out: zeros at first, aligned to 64 bytes. */
public interface GroupMemory {

    Memory memory();

    /** Gives it back; on the group's thread, after the operations that use it. */
    void free();
}
