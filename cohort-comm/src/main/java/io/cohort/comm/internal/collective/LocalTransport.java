package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.LoneWire;
import io.cohort.comm.internal.wire.Wire;

/** Carries a group of one. */
public final class LocalTransport implements Transport {

    private final Wire wire = new LoneWire();

    @Override
    public String word() {
        return "local";
    }

    @Override
    public Wire collectives() {
        return wire;
    }

    @Override
    public Wire messages() {
        return wire;
    }

    @Override
    public GroupMemory allocate(Exchange exchange, Workbench bench, long bytes) {
        return new PlainMemory(bytes);
    }

    @Override
    public long largestAllocationBytes() {
        return Long.MAX_VALUE / 2;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
