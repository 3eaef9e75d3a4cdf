package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Incoming;
import io.cohort.comm.internal.wire.MalformedFrame;
import io.cohort.comm.internal.wire.Memory;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The receiving side of a ring. Threading: as its wire, except {@link #departure}. */
final class RingReceiver {

    private final Ring ring;
    private final int peer;
    private final HeaderCodec codec;
    private final SharedBuffers buffers;
    private long next;
    private @Nullable Header peeked;
    private @Nullable Memory visible;
    private boolean visibleIsShared;
    private @Nullable Pieces pieces;
    private volatile @Nullable String malformed;

    RingReceiver(Ring ring, int peer, HeaderCodec codec, SharedBuffers buffers) {
        this.ring = ring;
        this.peer = peer;
        this.codec = codec;
        this.buffers = buffers;
    }

    @Nullable
    Header peek() {
        if (pieces != null || malformed != null) {
            return null;
        }
        try {
            while (peeked == null && ring.isFull(next)) {
                look();
            }
        } catch (MalformedFrame e) {
            malformed = "sent a frame that is not valid: " + e.getMessage();
        }
        return peeked;
    }

    Incoming receive(Memory destination) {
        Memory source = visible;
        if (source == null) {
            return inPieces(destination);
        }
        destination.copyFrom(source);
        ring.release(taken());
        return new Visible(destination, false, -1);
    }

    Incoming borrow(Supplier<Memory> landing) {
        Memory source = visible;
        return source == null ? inPieces(landing.get()) : new Visible(source, visibleIsShared, taken());
    }

    boolean progress() {
        Pieces current = pieces;
        return current != null && current.progress();
    }

    @Nullable
    String departure() {
        String reason = malformed;
        if (reason != null) {
            return reason;
        }
        return ring.hasDeparted() ? "closed the group" : null;
    }

    private void look() throws MalformedFrame {
        int slot = ring.slot(next);
        ByteBuffer control = ring.control();
        Header header = codec.decode(control, slot + RingLayout.HEADER);
        int place = control.getInt(slot + RingLayout.PLACE);
        int number = control.getInt(slot + RingLayout.BUFFER_NUMBER);
        switch (place) {
            case RingLayout.DROP -> {
                buffers.dropPeer(peer, number);
                ring.release(next++);
            }
            case RingLayout.SHARED -> {
                long offset = control.getLong(slot + RingLayout.OFFSET);
                visible = buffers.view(peer, number, offset, header.payloadBytes());
                visibleIsShared = true;
                peeked = header;
            }
            case RingLayout.INLINE -> {
                long bytes = header.payloadBytes();
                visible = bytes <= ring.inlineBytes() ? ring.payload(slot, bytes) : null;
                visibleIsShared = false;
                peeked = header;
            }
            default -> throw new MalformedFrame("its place is " + place);
        }
    }

    /** The number of the slot that is taken now. */
    private long taken() {
        peeked = null;
        visible = null;
        return next++;
    }

    private Incoming inPieces(Memory destination) {
        Pieces begun = new Pieces(destination);
        peeked = null;
        pieces = begun;
        begun.progress();
        return begun;
    }

    /** A payload that can be read where it lies, or was copied already. */
    private final class Visible implements Incoming {
        private final Memory memory;
        private final boolean shared;
        private long borrowedSlot;

        Visible(Memory memory, boolean shared, long borrowedSlot) {
            this.memory = memory;
            this.shared = shared;
            this.borrowedSlot = borrowedSlot;
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public Memory memory() {
            return memory;
        }

        @Override
        public boolean isShared() {
            return shared;
        }

        @Override
        public void release() {
            if (borrowedSlot >= 0) {
                ring.release(borrowedSlot);
                borrowedSlot = -1;
            }
        }
    }

    /** A payload that comes slot by slot. */
    private final class Pieces implements Incoming {
        private final Memory destination;
        private long copied;

        Pieces(Memory destination) {
            this.destination = destination;
        }

        boolean progress() {
            boolean moved = false;
            while (copied < destination.bytes() && ring.isFull(next)) {
                int slot = ring.slot(next);
                long bytes = ring.control().getLong(slot + RingLayout.PIECE_BYTES);
                destination.slice(copied, bytes).copyFrom(ring.payload(slot, bytes));
                copied += bytes;
                ring.release(next++);
                moved = true;
            }
            if (isDone()) {
                pieces = null;
            }
            return moved;
        }

        @Override
        public boolean isDone() {
            return copied == destination.bytes();
        }

        @Override
        public Memory memory() {
            return destination;
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public void release() {
            // Every piece was given back when it was copied.
        }
    }
}
