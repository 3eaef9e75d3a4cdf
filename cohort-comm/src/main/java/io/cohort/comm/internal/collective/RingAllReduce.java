package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Combines a tensor over all ranks, in place, along a ring: every rank hears from the one before it and tells the one after it. Each chunk goes
 * round once and collects every rank's part, then goes round once more and is taken over.
 *
 * <p>Cost: 2(P−1) steps for each segment of 64 MB; each rank sends 2S(P−1)/P bytes, all of them to one peer.
 * <p>Numbers: a chunk is combined in the order in which it comes by, ((r+(r+1))+(r+2))+…, another one for each chunk, so bits are not those of the
 * contracted tree and depend on where chunks are cut; bf16 and fp16 are rounded at every rank. All ranks end with identical bits over every
 * transport.
 * <p>Source: Patarasuk and Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", JPDC 69(2), 2009.
 */
final class RingAllReduce implements Collective {

    private final long segmentBytes;

    RingAllReduce(long segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        Segments.of(output, segmentBytes).forEach(segment -> new Round(exchange, segment, bench).run());
    }

    /** One segment's way round the ring. */
    private static final class Round {
        private final Exchange exchange;
        private final Workbench bench;
        private final int size;
        private final int next;
        private final int before;
        private final Chunks chunks;
        private final @Nullable Outgoing[] sends;

        Round(Exchange exchange, Memory segment, Workbench bench) {
            this.exchange = exchange;
            this.bench = bench;
            this.size = exchange.size();
            this.next = exchange.peer(1);
            this.before = exchange.peer(size - 1);
            this.chunks = new Chunks(segment, size);
            this.sends = new @Nullable Outgoing[size];
        }

        void run() {
            for (int step = 0; step < size - 1; step++) {
                send(passedOn(step));
                add(passedOn(step + 1));
            }
            for (int step = size - 1; step < 2 * size - 2; step++) {
                send(passedOn(step));
                take(passedOn(step + 1));
            }
            for (int chunk = 0; chunk < size; chunk++) {
                awaitSent(chunk);
            }
        }

        /** The chunk that this rank sends at a step; it arrives at the step before. */
        private int passedOn(int step) {
            return Math.floorMod(exchange.rank() - step, size);
        }

        private void send(int chunk) {
            awaitSent(chunk);
            sends[chunk] = exchange.send(next, chunks.of(chunk));
        }

        private void add(int chunk) {
            Memory own = chunks.of(chunk);
            Arrival arrival =
                    exchange.borrow(before, own.bytes(), () -> bench.scratch().area(0, own.bytes()));
            Memory[] parts = {exchange.await(arrival), own};
            bench.reduction().combine(parts, own, List.of(), exchange.type(), exchange.op());
            arrival.release();
        }

        private void take(int chunk) {
            awaitSent(chunk);
            exchange.await(exchange.receive(before, chunks.of(chunk)));
        }

        /** Until then the next rank may still read this rank's chunk. */
        private void awaitSent(int chunk) {
            Outgoing outgoing = sends[chunk];
            if (outgoing != null) {
                exchange.await(outgoing);
            }
        }
    }
}
