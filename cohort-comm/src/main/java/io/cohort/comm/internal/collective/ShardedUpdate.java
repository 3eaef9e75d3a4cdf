package io.cohort.comm.internal.collective;

import io.cohort.comm.ShardUpdate;
import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A direct reduce-scatter, something that each rank makes of its part, and a direct all-gather of what was made, in one pass: a block is combined, worked on
 * and handed out while it is in cache. Where the owner sees a peer's own tensors it reads from the one and writes into the other.
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
        int size = exchange.size();
        EqualParts inputs = new EqualParts(input, size);
        EqualParts outputs = new EqualParts(output, size);
        @Nullable Outgoing[] read = new @Nullable Outgoing[size];
        @Nullable Outgoing[] written = new @Nullable Outgoing[size];
        for (int distance = 1; distance < size; distance++) {
            int peer = exchange.peer(distance);
            read[peer] = exchange.send(peer, inputs.of(peer));
            written[peer] = exchange.seesPeers() ? exchange.name(peer, outputs.of(peer)) : null;
        }
        Landings landings = new Landings(exchange, inputs.partBytes(), bench);
        Memory[] parts = landings.parts(inputs.of(exchange.rank()));
        work(exchange, parts, outputs.of(exchange.rank()), landings.seen(), bench);
        landings.release();

        List<Outgoing> results = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int distance = 1; distance < size; distance++) {
            int peer = exchange.peer(distance);
            if (!landings.sees(peer)) {
                results.add(exchange.send(peer, outputs.of(exchange.rank())));
            }
            Outgoing named = written[peer];
            if (named != null) {
                exchange.await(named); // lets go of the place, into which it has written unless it got a copy
            }
            if (named == null || !named.isShared()) {
                arrivals.add(exchange.receive(peer, outputs.of(peer)));
            }
        }
        arrivals.forEach(exchange::await);
        results.forEach(exchange::await);
        for (Outgoing outgoing : read) {
            if (outgoing != null) {
                exchange.await(outgoing);
            }
        }
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
            Memory reduced = bench.scratch().area(2 * size, bytes);
            bench.reduction().combine(cuts, reduced, List.of(), exchange.type(), exchange.op());
            update.apply((before + begin) / width, bench.views().of(reduced, exchange.type()));
            for (Memory copy : copies) {
                copy.slice(begin, bytes).copyFrom(own.slice(begin, bytes));
                exchange.wrote(bytes);
            }
        }
    }

    /** What the peers have sent: their parts of the input, and where they can be seen the places for the result. */
    private static final class Landings {
        private final Exchange exchange;
        private final long bytes;
        private final Workbench bench;
        private final @Nullable Arrival[] inputs;
        private final @Nullable Arrival[] places;

        Landings(Exchange exchange, long bytes, Workbench bench) {
            this.exchange = exchange;
            this.bytes = bytes;
            this.bench = bench;
            this.inputs = borrow(0);
            this.places = new @Nullable Arrival[exchange.size()];
        }

        private @Nullable Arrival[] borrow(int firstArea) {
            @Nullable Arrival[] arrivals = new @Nullable Arrival[exchange.size()];
            for (int distance = 1; distance < arrivals.length; distance++) {
                int peer = exchange.peer(distance);
                arrivals[peer] =
                        exchange.borrow(peer, bytes, () -> bench.scratch().area(firstArea + peer, bytes));
            }
            return arrivals;
        }

        /** Every rank's part, once all have come. */
        Memory[] parts(Memory own) {
            Memory[] parts = new Memory[inputs.length];
            for (int peer = 0; peer < parts.length; peer++) {
                Arrival arrival = inputs[peer];
                parts[peer] = arrival == null ? own : exchange.await(arrival);
            }
            if (exchange.seesPeers()) {
                System.arraycopy(borrow(parts.length), 0, places, 0, places.length);
            }
            return parts;
        }

        /** The places that are the peers' own. */
        List<Memory> seen() {
            List<Memory> seen = new ArrayList<>();
            for (Arrival place : places) {
                if (place != null) {
                    Memory memory = exchange.await(place);
                    if (place.isShared()) {
                        seen.add(memory);
                    }
                }
            }
            return seen;
        }

        boolean sees(int peer) {
            Arrival place = places[peer];
            return place != null && place.isShared();
        }

        void release() {
            for (int peer = 0; peer < inputs.length; peer++) {
                Arrival input = inputs[peer];
                Arrival place = places[peer];
                if (input != null) {
                    input.release();
                }
                if (place != null) {
                    place.release();
                }
            }
        }
    }
}
