package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.collective.Exchange;
import io.cohort.comm.internal.collective.GroupMemory;
import io.cohort.comm.internal.collective.Transport;
import io.cohort.comm.internal.collective.Workbench;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Wire;

/** Carries a group whose ranks share a host. */
public final class ShmTransport implements Transport {

    public static final long LARGEST_ALLOCATION_BYTES = SharedFile.MAX_BYTES;

    private final SharedFile control;
    private final SharedBuffers buffers = new SharedBuffers();
    private final ShmWire collectives;
    private final ShmWire messages;
    private final boolean overlaps;
    private int allocated;

    ShmTransport(SharedFile control, RingLayout layout, int rank, HeaderCodec codec) {
        this.control = control;
        this.overlaps = 2 * layout.size() <= Runtime.getRuntime().availableProcessors();
        this.collectives = new ShmWire(control, layout, 0, rank, codec, buffers);
        this.messages = new ShmWire(control, layout, 1, rank, codec, buffers);
    }

    @Override
    public String word() {
        return "shm";
    }

    /** Nothing travels by itself: adding takes a core. */
    @Override
    public boolean overlaps() {
        return overlaps;
    }

    @Override
    public Wire collectives() {
        return collectives;
    }

    @Override
    public Wire messages() {
        return messages;
    }

    @Override
    public GroupMemory allocate(Exchange exchange, Workbench bench, long bytes) {
        int number = allocated++;
        SharedFile own = new SharedAllocation(exchange, bench, buffers, number).run(Math.max(bytes, 64));
        Memory memory = own.memory().slice(0, bytes);
        return new GroupMemory() {
            @Override
            public Memory memory() {
                return memory;
            }

            @Override
            public void free() {
                buffers.dropOwn(own);
                collectives.drop(number);
            }
        };
    }

    @Override
    public long largestAllocationBytes() {
        return LARGEST_ALLOCATION_BYTES;
    }

    @Override
    public void close() {
        buffers.close();
        control.close();
    }
}
