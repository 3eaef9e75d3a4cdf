package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The first half of every reduction, direct reduce-scatter: each rank sends chunk q of its range to rank q, and combines the P parts of
 * its own chunk in the contracted order.
 *
 * <p>Cost: one step; each rank sends S(P−1)/P bytes and, where it cannot see the peers' memory, lands as many.
 * <p>Source: direct exchange as in Thakur, Rabenseifner and Gropp, "Optimization of collective communication operations in MPICH", 2005,
 * section 4.2 (pairwise exchange), here with a fixed order of summation.
 */
final class ChunkReduction {

    private final Exchange exchange;
    private final Workbench bench;
    private final @Nullable Outgoing[] sends;
    private final boolean[] answered;
    private Memory own = Memory.NONE;

    ChunkReduction(Exchange exchange, Workbench bench) {
        this.exchange = exchange;
        this.bench = bench;
        this.sends = new @Nullable Outgoing[exchange.size()];
        this.answered = new boolean[exchange.size()];
    }

    /** Sends the chunks of the others, and combines this rank's own into the destination, which may be this rank's own part of the input. */
    void run(IntFunction<Memory> chunks, Memory destination) {
        send(chunks);
        combine(destination, false);
    }

    /** Starts to send the chunks of the others. */
    void send(IntFunction<Memory> chunks) {
        own = chunks.apply(exchange.rank());
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            sends[peer] = exchange.send(peer, chunks.apply(peer));
        }
    }

    /** Combines this rank's own chunk, and writes the result over the parts of those peers whose own tensors can be seen; they expect it. */
    void combineAndAnswer(Memory destination) {
        combine(destination, true);
    }

    /** Whether the result lies in this peer's tensor already. */
    boolean hasAnswered(int peer) {
        return answered[peer];
    }

    /** Whether this peer puts its result into this rank's tensor itself; it is there once {@link #awaitSent} returns. */
    boolean isAnsweredBy(int peer) {
        Outgoing outgoing = sends[peer];
        return outgoing != null && outgoing.isShared();
    }

    private void combine(Memory destination, boolean answer) {
        int size = exchange.size();
        @Nullable Arrival[] arrivals = new @Nullable Arrival[size];
        for (int distance = 1; distance < size; distance++) {
            int peer = exchange.peer(distance);
            arrivals[peer] = exchange.borrow(
                    peer, destination.bytes(), () -> bench.scratch().area(peer, destination.bytes()));
        }
        Memory[] parts = new Memory[size];
        List<Memory> answers = new ArrayList<>();
        for (int peer = 0; peer < size; peer++) {
            Arrival arrival = arrivals[peer];
            parts[peer] = arrival == null ? own : exchange.await(arrival);
            if (answer && arrival != null && arrival.isShared()) {
                answered[peer] = true;
                answers.add(parts[peer]);
                exchange.wrote(parts[peer].bytes());
            }
        }
        bench.reduction().combine(parts, destination, answers, exchange.type(), exchange.op());
        for (Arrival arrival : arrivals) {
            if (arrival != null) {
                arrival.release();
            }
        }
    }

    /** Waits until a peer has read its chunk of this rank's range, so that the chunk may be overwritten. */
    void awaitSent(int peer) {
        Outgoing outgoing = sends[peer];
        if (outgoing != null) {
            exchange.await(outgoing);
        }
    }

    void awaitAllSent() {
        for (int peer = 0; peer < sends.length; peer++) {
            awaitSent(peer);
        }
    }
}
