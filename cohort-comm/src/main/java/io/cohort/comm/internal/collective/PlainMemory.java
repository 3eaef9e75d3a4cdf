package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;

/** Native memory of this process alone, from which sockets can send without a copy. */
public final class PlainMemory implements GroupMemory {

    private final Scratch scratch = new Scratch();
    private final Memory memory;

    public PlainMemory(long bytes) {
        this.memory = scratch.area(0, bytes);
        memory.zero();
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public void free() {
        scratch.close();
    }
}
