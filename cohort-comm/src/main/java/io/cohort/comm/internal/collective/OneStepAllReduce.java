package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An all-reduce for what is small: everyone tells everyone, and every rank combines all parts itself, in the contracted order, so all end with
 * the same bits.
 *
 * <p>Cost: one step; each rank sends S(P−1) bytes.
 */
final class OneStepAllReduce implements Collective {

    /** Up to here the time of a second step is worth more than bytes. */
    static final long MOST_BYTES = 8192;

    private static final long MOST_SENT_BYTES = 4 * MOST_BYTES;

    static boolean suits(long bytes, int ranks) {
        return bytes <= MOST_BYTES && bytes * (ranks - 1) <= MOST_SENT_BYTES;
    }

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        int size = exchange.size();
        List<Outgoing> sends = new ArrayList<>(size);
        @Nullable Arrival[] arrivals = new @Nullable Arrival[size];
        for (int distance = 1; distance < size; distance++) {
            int peer = exchange.peer(distance);
            sends.add(exchange.send(peer, input));
            arrivals[peer] =
                    exchange.borrow(peer, input.bytes(), () -> bench.scratch().area(peer, input.bytes()));
        }
        Memory[] parts = new Memory[size];
        for (int peer = 0; peer < size; peer++) {
            Arrival arrival = arrivals[peer];
            parts[peer] = arrival == null ? input : exchange.await(arrival);
        }
        sends.forEach(exchange::await); // the result takes the place of what is sent
        bench.reduction().combine(parts, output, List.of(), exchange.type(), exchange.op());
        for (Arrival arrival : arrivals) {
            if (arrival != null) {
                arrival.release();
            }
        }
    }
}
