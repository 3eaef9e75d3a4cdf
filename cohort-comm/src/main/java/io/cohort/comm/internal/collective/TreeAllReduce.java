package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import io.cohort.torch.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * Combines a tensor over all ranks, in place, up and down a binomial tree whose root is rank 0. A rank's subtree holds the ranks that the contracted
 * order combines first, so bits are those of every other algorithm that keeps it.
 *
 * <p>Cost: 2·⌈log2 P⌉ steps for each segment of 64 MB; together the ranks send 2S(P−1) bytes: each but rank 0 sends S up (bf16 and fp16 as float32, since they
 * are rounded only once, at the root), and S to each rank that hangs on it.
 * <p>Source: binomial trees for reduce and broadcast as in Thakur, Rabenseifner and Gropp, "Optimization of collective communication operations in MPICH",
 * IJHPCA 19(1), 2005.
 */
final class TreeAllReduce implements Collective {

    /** The memory in which a peer's part lands, and that in which this rank's subtree is combined if it needs to be wide. */
    private static final int LANDING_AREA = 0;

    private static final int PARTIAL_AREA = 1;

    private final long segmentBytes;

    TreeAllReduce(long segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        Segments.of(output, segmentBytes).forEach(segment -> {
            reduce(exchange, segment, bench);
            broadcast(exchange, segment);
        });
    }

    private static void reduce(Exchange exchange, Memory own, Workbench bench) {
        ElementType type = exchange.type();
        ElementType wide = TreeReduction.partialType(type, exchange.op());
        Memory partial = own;
        if (wide != type) {
            partial = bench.scratch().area(PARTIAL_AREA, own.bytes() / type.bytes() * wide.bytes());
            bench.reduction().combine(new Memory[] {own}, type, partial, wide, exchange.op());
        }
        int rank = exchange.rank();
        for (int distance = 1; distance < exchange.size(); distance *= 2) {
            if (rank % (2 * distance) == distance) {
                exchange.await(exchange.send(rank - distance, partial));
                return;
            }
            if (rank + distance < exchange.size()) {
                add(exchange, rank + distance, partial, wide, bench);
            }
        }
        if (wide != type) {
            bench.reduction().combine(new Memory[] {partial}, wide, own, type, exchange.op());
        }
    }

    private static void add(Exchange exchange, int peer, Memory partial, ElementType type, Workbench bench) {
        Arrival arrival =
                exchange.borrow(peer, partial.bytes(), () -> bench.scratch().area(LANDING_AREA, partial.bytes()));
        Memory[] parts = {partial, exchange.await(arrival)};
        bench.reduction().combine(parts, partial, List.of(), type, exchange.op());
        arrival.release();
    }

    private static void broadcast(Exchange exchange, Memory own) {
        int rank = exchange.rank();
        int distance = rank == 0 ? powerFrom(exchange.size()) : Integer.lowestOneBit(rank);
        if (rank != 0) {
            exchange.await(exchange.receive(rank - distance, own));
        }
        List<Outgoing> sends = new ArrayList<>();
        for (int below = distance / 2; below > 0; below /= 2) {
            if (rank + below < exchange.size()) {
                sends.add(exchange.send(rank + below, own));
            }
        }
        sends.forEach(exchange::await);
    }

    /** The smallest power of two that is not below a number. */
    private static int powerFrom(int number) {
        return number <= 1 ? 1 : 2 * Integer.highestOneBit(number - 1);
    }
}
