package io.cohort.comm.internal.collective;

import io.cohort.comm.CommException;
import io.cohort.comm.ReduceOp;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.FrameKind;
import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.Incoming;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import io.cohort.comm.internal.wire.Wire;
import io.cohort.torch.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one collective says to its peers: starts sends and receives, and waits for them. Every frame is held against this rank's own
 * number and fingerprint; a difference, a lost peer or a passed deadline ends the wait with the group's one error.
 *
 * <p>Threading: confined to the group's thread.
 */
public final class Exchange {

    private final Wire wire;
    private final int rank;
    private final int[] members;
    private final long sequence;
    private final Fingerprint fingerprint;
    private final Watch watch;
    private final @Nullable Arrival[] posted;
    private final AtomicLong sentBytes;

    public Exchange(Wire wire, int rank, int size, long sequence, Fingerprint fingerprint, Watch watch) {
        this.wire = wire;
        this.rank = rank;
        this.members = IntStream.range(0, size).toArray();
        this.sequence = sequence;
        this.fingerprint = fingerprint;
        this.watch = watch;
        this.posted = new @Nullable Arrival[size];
        this.sentBytes = new AtomicLong();
    }

    private Exchange(Exchange whole, int[] members, int rank) {
        this.wire = whole.wire;
        this.rank = rank;
        this.members = members;
        this.sequence = whole.sequence;
        this.fingerprint = whole.fingerprint;
        this.watch = whole.watch;
        this.posted = whole.posted;
        this.sentBytes = whole.sentBytes;
    }

    /**
     * The same exchange as some of its ranks see it, numbered anew from 0. What one of the two waits for, the other keeps moving.
     *
     * @param ranks this exchange's numbers in the new order, this rank among them
     */
    public Exchange among(List<Integer> ranks) {
        int[] chosen = ranks.stream().mapToInt(this::onWire).toArray();
        return new Exchange(this, chosen, ranks.indexOf(rank));
    }

    public int rank() {
        return rank;
    }

    public int size() {
        return members.length;
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** The elements' type, for operations that have elements. */
    ElementType type() {
        return Objects.requireNonNull(fingerprint.type());
    }

    /** How elements are combined, for operations that combine them. */
    ReduceOp op() {
        return Objects.requireNonNull(fingerprint.op());
    }

    /** The peer that is {@code distance} places further round, so that ranks do not all turn to the same one first. */
    public int peer(int distance) {
        return (rank + distance) % members.length;
    }

    /** The error for a rank that could not do its part. */
    public CommException failed(int peer, String reason, String fix) {
        return watch.failed(onWire(peer), reason, fix);
    }

    /** Payload bytes sent by this operation so far. */
    public long sentBytes() {
        return sentBytes.get();
    }

    /** How many bytes a rank best combines at once, on every rank the same. */
    long bestChunkBytes() {
        return wire.bestChunkBytes();
    }

    /** Counts what was written straight into a peer's memory. */
    void wrote(long bytes) {
        sentBytes.addAndGet(bytes);
    }

    public Outgoing send(int peer, Memory payload) {
        sentBytes.addAndGet(payload.bytes());
        return frame(peer, payload);
    }

    /**
     * Shows a peer memory to write into where it lies; if it cannot see it there, tells it that. It counts as nothing sent: the peer counts what it
     * writes.
     */
    Outgoing show(int peer, Memory place) {
        return frame(peer, wire.shows(onWire(peer), place) ? place : Memory.NONE);
    }

    private Outgoing frame(int peer, Memory payload) {
        Header header = new Header(FrameKind.COLLECTIVE, sequence, fingerprint, 0, payload.bytes());
        return wire.send(onWire(peer), header, payload);
    }

    /** Receives into the destination. One receive per peer can be under way. */
    public Arrival receive(int peer, Memory destination) {
        int sender = onWire(peer);
        return post(new Arrival(sender, destination.bytes(), false, () -> wire.receive(sender, destination)));
    }

    /** Receives to read only: from the peer's own memory where that can be seen, else in the landing. */
    public Arrival borrow(int peer, long bytes, Supplier<Memory> landing) {
        int sender = onWire(peer);
        return post(new Arrival(sender, bytes, false, () -> wire.borrow(sender, landing)));
    }

    /** Takes what a peer shows: so many bytes of its own memory, or none. */
    Arrival look(int peer, long bytes) {
        int sender = onWire(peer);
        return post(new Arrival(sender, bytes, true, () -> wire.borrow(sender, () -> Memory.NONE)));
    }

    /** Everyone tells everyone, by an empty frame, that it is here; returns when all have. */
    public void meet() {
        List<Outgoing> sends = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int distance = 1; distance < size(); distance++) {
            int peer = peer(distance);
            sends.add(send(peer, Memory.NONE));
            arrivals.add(receive(peer, Memory.NONE));
        }
        arrivals.forEach(this::await);
        sends.forEach(this::await);
    }

    public void await(Outgoing outgoing) {
        until(outgoing::isDone, outgoing.peer());
    }

    public Memory await(Arrival arrival) {
        until(arrival::isDone, arrival.peer());
        return arrival.memory();
    }

    /** The number that a rank of this exchange has in the whole group. */
    private int onWire(int peer) {
        return members[peer];
    }

    private Arrival post(Arrival arrival) {
        if (posted[arrival.peer()] != null) {
            throw new IllegalStateException("a receive from rank " + arrival.peer() + " is already under way");
        }
        posted[arrival.peer()] = arrival;
        return arrival;
    }

    private void until(BooleanSupplier done, int peer) {
        int idleRounds = 0;
        while (true) {
            boolean moved = wire.progress();
            moved |= takeArrivals();
            if (done.getAsBoolean()) {
                return;
            }
            if (moved) {
                idleRounds = 0;
            } else {
                watch.requireNoInterrupt();
                checkDeparture(peer);
                watch.idle(peer);
                wire.idle(idleRounds++);
            }
        }
    }

    private boolean takeArrivals() {
        boolean taken = false;
        int self = onWire(rank);
        for (int peer = 0; peer < posted.length; peer++) {
            Header header = peer == self ? null : wire.peek(peer);
            if (header != null) {
                Arrival arrival = posted[peer];
                if (arrival != null) {
                    requireExpected(header, arrival);
                    posted[peer] = null;
                    arrival.start();
                    taken = true;
                } else {
                    requireNotAstray(peer, header);
                }
            }
        }
        return taken;
    }

    private void requireExpected(Header header, Arrival arrival) {
        if (header.kind() != FrameKind.COLLECTIVE
                || header.sequence() != sequence
                || !header.fingerprint().equals(fingerprint)) {
            throw watch.disagrees(arrival.peer(), "runs " + watch.describe(header.sequence(), header.fingerprint()));
        }
        if (header.length() != arrival.bytes() && !(arrival.orNone() && header.length() == 0)) {
            throw watch.disagrees(
                    arrival.peer(), "sends " + header.length() + " bytes where " + arrival.bytes() + " are due");
        }
    }

    /** A frame nobody waits for yet may belong to a later step or operation, but not to an earlier or another one. */
    private void requireNotAstray(int peer, Header header) {
        boolean astray = header.sequence() < sequence
                || (header.sequence() == sequence && !header.fingerprint().equals(fingerprint));
        if (astray) {
            throw watch.disagrees(peer, "runs " + watch.describe(header.sequence(), header.fingerprint()));
        }
    }

    /** A peer may leave in good order after its last send; it is missed only when something is still due from or to it. */
    private void checkDeparture(int awaited) {
        for (int peer = 0; peer < posted.length; peer++) {
            String how = peer == awaited || posted[peer] != null ? wire.departure(peer) : null;
            if (how != null && !wire.progress() && (posted[peer] == null || wire.peek(peer) == null)) {
                throw watch.lost(peer, how);
            }
        }
    }

    /** A payload that is due from a peer. */
    public static final class Arrival {

        private final int peer;
        private final long bytes;
        private final boolean orNone;
        private final Supplier<Incoming> taking;
        private @Nullable Incoming incoming;

        private Arrival(int peer, long bytes, boolean orNone, Supplier<Incoming> taking) {
            this.peer = peer;
            this.bytes = bytes;
            this.orNone = orNone;
            this.taking = taking;
        }

        int peer() {
            return peer;
        }

        long bytes() {
            return bytes;
        }

        /** Whether no bytes at all will do. */
        boolean orNone() {
            return orNone;
        }

        boolean isDone() {
            return incoming != null && incoming.isDone();
        }

        Memory memory() {
            return incoming == null ? Memory.NONE : incoming.memory();
        }

        /** Whether {@link #memory} is the peer's own tensor. */
        boolean isShared() {
            return incoming != null && incoming.isShared();
        }

        /** Lets the peer change its memory again. */
        public void release() {
            if (incoming != null) {
                incoming.release();
            }
        }

        private void start() {
            incoming = taking.get();
        }
    }
}
