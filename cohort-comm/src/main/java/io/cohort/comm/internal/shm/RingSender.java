package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.shm.SharedBuffers.Place;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.FrameKind;
import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.OperationKind;
import io.cohort.comm.internal.wire.Outgoing;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a ring. What is small is copied into the slot and done at once; what lies in a shared buffer is named and done when
 * the peer lets go; anything else goes in pieces through the slots.
 *
 * <p>Threading: as its wire.
 */
final class RingSender {

    /** Below this a copy is cheaper than waiting until the peer has read. */
    private static final int COPIED_BYTES = 8192;

    private static final Header DROP_HEADER =
            new Header(FrameKind.GOODBYE, 0, new Fingerprint(OperationKind.ALLOCATE, null, null, -1, 0), 0, 0);

    private final Ring ring;
    private final int peer;
    private final HeaderCodec codec;
    private final SharedBuffers buffers;
    private final Deque<Sending> queue = new ArrayDeque<>();
    private final Deque<Sending> named = new ArrayDeque<>();
    private long next;

    RingSender(Ring ring, int peer, HeaderCodec codec, SharedBuffers buffers) {
        this.ring = ring;
        this.peer = peer;
        this.codec = codec;
        this.buffers = buffers;
    }

    Outgoing send(Header header, Memory payload) {
        Sending sending = new Sending(peer, header, payload, place(payload), false);
        queue.add(sending);
        progress();
        return sending;
    }

    boolean shows(Memory payload) {
        return place(payload) != null;
    }

    private @Nullable Place place(Memory payload) {
        boolean copied = payload.bytes() <= Math.min(COPIED_BYTES, ring.inlineBytes());
        return copied ? null : buffers.locate(payload);
    }

    /** Tells the peer that a buffer of this rank is gone, after everything that was sent from it. */
    void drop(int bufferNumber) {
        queue.add(new Sending(peer, DROP_HEADER, Memory.NONE, new Place(bufferNumber, 0), true));
        progress();
    }

    boolean progress() {
        boolean moved = settle();
        for (Sending head = queue.peek(); head != null && ring.isFree(next); head = queue.peek()) {
            fill(head);
            moved = true;
            if (head.written) {
                queue.remove();
            }
        }
        return moved;
    }

    void close() {
        ring.depart();
    }

    private boolean settle() {
        boolean moved = false;
        for (Iterator<Sending> it = named.iterator(); it.hasNext(); ) {
            Sending sending = it.next();
            if (ring.isReleased(sending.number)) {
                sending.done = true;
                it.remove();
                moved = true;
            }
        }
        return moved;
    }

    private void fill(Sending sending) {
        int slot = ring.slot(next);
        ByteBuffer control = ring.control();
        codec.encode(sending.header, control, slot + RingLayout.HEADER);
        Place place = sending.place;
        if (place != null) {
            control.putInt(slot + RingLayout.PLACE, sending.drop ? RingLayout.DROP : RingLayout.SHARED)
                    .putInt(slot + RingLayout.BUFFER_NUMBER, place.number())
                    .putLong(slot + RingLayout.OFFSET, place.offset());
            sending.number = next;
            sending.written = true;
            named.add(sending);
        } else {
            long bytes = Math.min(ring.inlineBytes(), sending.payload.bytes() - sending.copied);
            ring.payload(slot, bytes).copyFrom(sending.payload.slice(sending.copied, bytes));
            control.putInt(slot + RingLayout.PLACE, sending.copied == 0 ? RingLayout.INLINE : RingLayout.PIECE)
                    .putLong(slot + RingLayout.PIECE_BYTES, bytes);
            sending.copied += bytes;
            sending.written = sending.copied == sending.payload.bytes();
            sending.done = sending.written;
        }
        ring.publish(next);
        next++;
    }

    private static final class Sending implements Outgoing {
        private final int peer;
        private final Header header;
        private final Memory payload;
        private final @Nullable Place place;
        private final boolean drop;
        private long number;
        private long copied;
        private boolean written;
        private boolean done;

        Sending(int peer, Header header, Memory payload, @Nullable Place place, boolean drop) {
            this.peer = peer;
            this.header = header;
            this.payload = payload;
            this.place = place;
            this.drop = drop;
        }

        @Override
        public int peer() {
            return peer;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public boolean isShared() {
            return place != null;
        }
    }
}
