package io.cohort.comm.internal.collective;

import io.cohort.comm.ShardUpdate;
import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A direct reduce-scatter, something that each rank makes of its part, and a direct all-gather of what was made, in one pass: a block is combined, worked on
 * and handed out while it is in cache. Where the owner sees a peer's own tensors it reads from the one and writes into the other; the parts of peers
 * whose tensors it cannot see are landed whole.
 *
 * <p>Cost: two steps; each rank sends 2S(P−1)/P bytes. Over shared memory in allocated buffers each rank reads S bytes, and writes S bytes of the output.
 * <p>Source: Xu et al., "Automatic cross-replica sharding of weight update in data-parallel training", arXiv 2004.13336, 2020, section 3; as one pass because
 * on one host memory, not the network, is what all ranks wait for.
 */
public final class ShardedUpdate implements Collective {

    private final ShardUpdate update;

    public ShardedUpdate(ShardUpdate update) {
        this.update = update;
    }

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        EqualParts inputs = new EqualParts(input, exchange.size());
        EqualParts outputs = new EqualParts(output, exchange.size());
        Memory ownInput = inputs.of(exchange.rank());
        Memory ownOutput = outputs.of(exchange.rank());
        List<Outgoing> sends = new ArrayList<>();
        @Nullable Outgoing[] shown = new @Nullable Outgoing[exchange.size()];
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            sends.add(exchange.send(peer, inputs.of(peer)));
            shown[peer] = exchange.show(peer, outputs.of(peer));
        }
        Borrowed read = new Borrowed(
                exchange,
                peer -> exchange.borrow(
                        peer, ownInput.bytes(), () -> bench.scratch().area(peer, ownInput.bytes())));
        Memory[] parts = read.await(ownInput);
        Borrowed written = new Borrowed(exchange, peer -> exchange.look(peer, ownOutput.bytes()));
        written.await(ownOutput);
        work(exchange, parts, ownOutput, written.shared(), bench);
        read.release();
        written.release();

        List<Arrival> results = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            if (!written.isShared(peer)) {
                sends.add(exchange.send(peer, ownOutput));
            }
            Outgoing place = Objects.requireNonNull(shown[peer]);
            exchange.await(place);
            if (!place.isShared()) {
                results.add(exchange.receive(peer, outputs.of(peer)));
            }
        }
        results.forEach(exchange::await);
        sends.forEach(exchange::await);
    }

    /** Block by block: combines this rank's part, has it worked on, and copies what came of it. */
    private void work(Exchange exchange, Memory[] parts, Memory own, List<Memory> copies, Workbench bench) {
        int size = exchange.size();
        int width = exchange.type().bytes();
        long most = ShardUpdate.MOST_ELEMENTS * width;
        long before = own.bytes() * exchange.rank();
        Memory[] cuts = new Memory[size];
        for (long begin = 0; begin < own.bytes(); begin += most) {
            long bytes = Math.min(most, own.bytes() - begin);
            for (int peer = 0; peer < size; peer++) {
                cuts[peer] = parts[peer].slice(begin, bytes);
            }
            Memory reduced = bench.scratch().area(size, bytes);
            bench.reduction().combine(cuts, reduced, List.of(), exchange.type(), exchange.op());
            update.apply((before + begin) / width, bench.views().of(reduced, exchange.type()));
            for (Memory copy : copies) {
                copy.slice(begin, bytes).copyFrom(own.slice(begin, bytes));
                exchange.wrote(bytes);
            }
        }
    }

    /** What every peer lends this rank. */
    private static final class Borrowed {
        private final Exchange exchange;
        private final @Nullable Arrival[] arrivals;

        Borrowed(Exchange exchange, IntFunction<Arrival> borrow) {
            this.exchange = exchange;
            this.arrivals = new @Nullable Arrival[exchange.size()];
            for (int distance = 1; distance < arrivals.length; distance++) {
                int peer = exchange.peer(distance);
                arrivals[peer] = borrow.apply(peer);
            }
        }

        /** Each rank's, in their order, once all have come. */
        Memory[] await(Memory own) {
            Memory[] memories = new Memory[arrivals.length];
            for (int peer = 0; peer < memories.length; peer++) {
                Arrival arrival = arrivals[peer];
                memories[peer] = arrival == null ? own : exchange.await(arrival);
            }
            return memories;
        }

        boolean isShared(int peer) {
            Arrival arrival = arrivals[peer];
            return arrival != null && arrival.isShared();
        }

        /** What lies in peers' own tensors. */
        List<Memory> shared() {
            List<Memory> shared = new ArrayList<>();
            for (Arrival arrival : arrivals) {
                if (arrival != null && arrival.isShared()) {
                    shared.add(arrival.memory());
                }
            }
            return shared;
        }

        void release() {
            for (Arrival arrival : arrivals) {
                if (arrival != null) {
                    arrival.release();
                }
            }
        }
    }
}
