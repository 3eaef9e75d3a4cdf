package io.cohort.comm.internal.hosts;

import io.cohort.comm.internal.collective.Exchange;
import io.cohort.comm.internal.collective.GroupMemory;
import io.cohort.comm.internal.collective.HostGrid;
import io.cohort.comm.internal.collective.PlainMemory;
import io.cohort.comm.internal.collective.Transport;
import io.cohort.comm.internal.collective.Workbench;
import io.cohort.comm.internal.shm.ShmTransport;
import io.cohort.comm.internal.tcp.TcpTransport;
import io.cohort.comm.internal.wire.Wire;
import java.util.List;
import java.util.Optional;

/** Carries a group over several hosts: shared memory between the ranks of one, sockets between hosts. */
final class HostsTransport implements Transport {

    private final HostLayout layout;
    private final List<Integer> here;
    private final Optional<ShmTransport> shared;
    private final TcpTransport sockets;
    private final Wire collectives;
    private final Wire messages;

    /** @param shared between the ranks of this host, by their numbers on it; empty where this rank is alone on its host */
    HostsTransport(HostLayout layout, int rank, Optional<ShmTransport> shared, TcpTransport sockets) {
        this.layout = layout;
        this.here = layout.neighbours(rank);
        this.shared = shared;
        this.sockets = sockets;
        this.collectives = shared.<Wire>map(
                        inside -> new JoinedWire(inside.collectives(), here, sockets.collectives(), layout.size()))
                .orElseGet(sockets::collectives);
        this.messages = shared.<Wire>map(
                        inside -> new JoinedWire(inside.messages(), here, sockets.messages(), layout.size()))
                .orElseGet(sockets::messages);
    }

    @Override
    public String word() {
        return "shm+tcp";
    }

    @Override
    public Optional<HostGrid> grid() {
        return layout.grid();
    }

    @Override
    public Wire collectives() {
        return collectives;
    }

    @Override
    public Wire messages() {
        return messages;
    }

    /** Memory that the ranks of this host see; those of other hosts only make sure that they agree. */
    @Override
    public GroupMemory allocate(Exchange exchange, Workbench bench, long bytes) {
        exchange.meet();
        return shared.map(inside -> inside.allocate(exchange.among(here), bench, bytes))
                .orElseGet(() -> new PlainMemory(bytes));
    }

    /** As on hosts with several ranks, so that every rank refuses the same. */
    @Override
    public long largestAllocationBytes() {
        return ShmTransport.LARGEST_ALLOCATION_BYTES;
    }

    @Override
    public void close() {
        shared.ifPresent(ShmTransport::close);
        sockets.close();
    }
}
