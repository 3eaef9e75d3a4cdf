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
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
    private final int size;
    private final long sequence;
    private final Fingerprint fingerprint;
    private final Watch watch;
    private final @Nullable Arrival[] posted;
    private long sentBytes;

    public Exchange(Wire wire, int rank, int size, long sequence, Fingerprint fingerprint, Watch watch) {
        this.wire = wire;
        this.rank = rank;
        this.size = size;
        this.sequence = sequence;
        this.fingerprint = fingerprint;
        this.watch = watch;
        this.posted = new @Nullable Arrival[size];
    }

    public int rank() {
        return rank;
    }

    public int size() {
        return size;
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
        return (rank + distance) % size;
    }

    /** The error for a rank that could not do its part. */
    public CommException failed(int peer, String reason, String fix) {
        return watch.failed(peer, reason, fix);
    }

    /** Payload bytes sent by this operation so far. */
    public long sentBytes() {
        return sentBytes;
    }

    /** How many bytes a rank best combines at once, on every rank the same. */
    long bestChunkBytes() {
        return wire.bestChunkBytes();
    }

    /** Counts what was written straight into a peer's memory. */
    void wrote(long bytes) {
        sentBytes += bytes;
    }

    public Outgoing send(int peer, Memory payload) {
        sentBytes += payload.bytes();
        Header header = new Header(FrameKind.COLLECTIVE, sequence, fingerprint, 0, payload.bytes());
        return wire.send(peer, header, payload);
    }

    /** Receives into the destination. One receive per peer can be under way. */
    public Arrival receive(int peer, Memory destination) {
        return post(new Arrival(peer, destination.bytes(), () -> wire.receive(peer, destination)));
    }

    /** Receives to read only: from the peer's own memory where that can be seen, else in the landing. */
    public Arrival borrow(int peer, long bytes, Supplier<Memory> landing) {
        return post(new Arrival(peer, bytes, () -> wire.borrow(peer, landing)));
    }

    public void await(Outgoing outgoing) {
        until(outgoing::isDone, outgoing.peer());
    }

    public Memory await(Arrival arrival) {
        until(arrival::isDone, arrival.peer());
        return arrival.memory();
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
        for (int peer = 0; peer < size; peer++) {
            Header header = peer == rank ? null : wire.peek(peer);
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
        if (header.length() != arrival.bytes()) {
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
        for (int peer = 0; peer < size; peer++) {
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
        private final Supplier<Incoming> taking;
        private @Nullable Incoming incoming;

        private Arrival(int peer, long bytes, Supplier<Incoming> taking) {
            this.peer = peer;
            this.bytes = bytes;
            this.taking = taking;
        }

        int peer() {
            return peer;
        }

        long bytes() {
            return bytes;
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
