package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import io.cohort.torch.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment on its way through {@link HierarchicalAllReduce}: a part for each rank of a host, each part in pieces, one for each host.
 *
 * <ol>
 *   <li>Each rank sends the others of its host their parts.
 *   <li>It combines its own part of all of them, and sends each host its piece of that.
 *   <li>It combines its own piece of all hosts, and sends them the result.
 *   <li>It takes their results; its part is complete, and goes to the others of its host, straight into their tensors where these can be seen.
 *   <li>It takes the other parts.
 * </ol>
 */
final class HostSegment {

    static final int STAGES = 5;

    private final Exchange inside;
    private final Exchange between;
    private final Workbench bench;
    private final ElementType type;
    private final ElementType wide;
    private final Chunks parts;
    private final Memory own;
    private final Chunks pieces;
    private final int number;
    private final @Nullable Outgoing[] partSends;
    private final @Nullable Outgoing[] pieceSends;
    private final @Nullable Arrival[] seen;
    private final List<Outgoing> results = new ArrayList<>();

    /** @param number the segment's place among all */
    HostSegment(Exchange inside, Exchange between, Memory range, Workbench bench, int number) {
        this.inside = inside;
        this.between = between;
        this.bench = bench;
        this.type = inside.type();
        this.wide = TreeReduction.partialType(type, inside.op());
        this.parts = new Chunks(range, inside.size());
        this.own = parts.of(inside.rank());
        this.pieces = new Chunks(own, between.size());
        this.number = number;
        this.partSends = new @Nullable Outgoing[inside.size()];
        this.pieceSends = new @Nullable Outgoing[between.size()];
        this.seen = new @Nullable Arrival[inside.size()];
    }

    void run(int stage) {
        switch (stage) {
            case 0 -> sendParts();
            case 1 -> combineInside();
            case 2 -> combineBetween();
            case 3 -> answerInside();
            case 4 -> takeParts();
            default -> throw new IllegalArgumentException("stage=" + stage + ": must be from 0 to " + (STAGES - 1));
        }
    }

    private void sendParts() {
        for (int distance = 1; distance < inside.size(); distance++) {
            int peer = inside.peer(distance);
            partSends[peer] = inside.send(peer, parts.of(peer));
        }
    }

    private void combineInside() {
        Memory partial = partial();
        Chunks partialPieces = partialPieces();
        @Nullable Arrival[] arrivals = borrow(inside, own.bytes());
        bench.reduction().combine(awaited(inside, arrivals, own), type, partial, wide, inside.op());
        for (int peer = 0; peer < arrivals.length; peer++) {
            Arrival arrival = arrivals[peer];
            if (arrival != null && arrival.isShared()) {
                seen[peer] = arrival;
            } else if (arrival != null) {
                arrival.release();
            }
        }
        for (int distance = 1; distance < between.size(); distance++) {
            int peer = between.peer(distance);
            pieceSends[peer] = between.send(peer, partialPieces.of(peer));
        }
    }

    private void combineBetween() {
        Memory ownPiece = pieces.of(between.rank());
        Memory ownPartial = partialPieces().of(between.rank());
        @Nullable Arrival[] arrivals = borrow(between, ownPartial.bytes());
        bench.reduction().combine(awaited(between, arrivals, ownPartial), wide, ownPiece, type, between.op());
        for (int distance = 1; distance < between.size(); distance++) {
            int peer = between.peer(distance);
            Arrival arrival = arrivals[peer];
            if (arrival != null) {
                arrival.release();
            }
            results.add(between.send(peer, ownPiece));
        }
    }

    private void answerInside() {
        take(between, pieces, pieceSends);
        for (int distance = 1; distance < inside.size(); distance++) {
            int peer = inside.peer(distance);
            Arrival arrival = seen[peer];
            if (arrival == null) {
                results.add(inside.send(peer, own));
            } else {
                arrival.memory().copyFrom(own);
                inside.wrote(own.bytes());
                arrival.release();
            }
        }
    }

    private void takeParts() {
        take(inside, parts, partSends);
        results.forEach(inside::await);
    }

    /** Receives what the others have made of their chunks, once they have read what was sent from there. */
    private static void take(Exchange exchange, Chunks chunks, @Nullable Outgoing[] sends) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int peer = 0; peer < sends.length; peer++) {
            Outgoing outgoing = sends[peer];
            if (outgoing != null) {
                exchange.await(outgoing);
                if (!outgoing.isShared()) {
                    arrivals.add(exchange.receive(peer, chunks.of(peer)));
                }
            }
        }
        arrivals.forEach(exchange::await);
    }

    private @Nullable Arrival[] borrow(Exchange exchange, long bytes) {
        @Nullable Arrival[] arrivals = new @Nullable Arrival[exchange.size()];
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            arrivals[peer] = exchange.borrow(peer, bytes, () -> bench.scratch().area(peer, bytes));
        }
        return arrivals;
    }

    private static Memory[] awaited(Exchange exchange, @Nullable Arrival[] arrivals, Memory own) {
        Memory[] memories = new Memory[arrivals.length];
        for (int peer = 0; peer < memories.length; peer++) {
            Arrival arrival = arrivals[peer];
            memories[peer] = arrival == null ? own : exchange.await(arrival);
        }
        return memories;
    }

    /** What this host has combined of this rank's part: in its place, or in memory that the segments on the belt use in turn. */
    private Memory partial() {
        if (wide == type) {
            return own;
        }
        int area = Math.max(inside.size(), between.size()) + number % STAGES;
        return bench.scratch().area(area, own.bytes() * widening());
    }

    private Chunks partialPieces() {
        return new Chunks(partial(), between.size(), widening());
    }

    private int widening() {
        return wide.bytes() / type.bytes();
    }
}
