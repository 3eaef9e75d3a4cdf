package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.collective.Exchange;
import io.cohort.comm.internal.collective.GroupMemory;
import io.cohort.comm.internal.collective.PlainMemory;
import io.cohort.comm.internal.collective.Transport;
import io.cohort.comm.internal.collective.Workbench;
import io.cohort.comm.internal.wire.Wire;

/** Carries a group over sockets: two connections a pair, one for each lane. */
public final class TcpTransport implements Transport {

    private final Wire collectives;
    private final Wire messages;

    TcpTransport(Wire collectives, Wire messages) {
        this.collectives = collectives;
        this.messages = messages;
    }

    @Override
    public String word() {
        return "tcp";
    }

    @Override
    public Wire collectives() {
        return collectives;
    }

    @Override
    public Wire messages() {
        return messages;
    }

    /** Plain memory; the ranks only make sure that they agree. */
    @Override
    public GroupMemory allocate(Exchange exchange, Workbench bench, long bytes) {
        exchange.meet();
        return new PlainMemory(bytes);
    }

    @Override
    public long largestAllocationBytes() {
        return Long.MAX_VALUE / 2;
    }

    @Override
    public void close() {
        // The wires are closed by their threads.
    }
}
