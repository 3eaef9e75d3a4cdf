package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Incoming;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Naps;
import io.cohort.comm.internal.wire.Outgoing;
import io.cohort.comm.internal.wire.Wire;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One lane of a group over shared memory. A rank that was killed is not seen here: only its engine can tell. */
final class ShmWire implements Wire {

    /** Nothing travels; this only bounds the landing memory of tensors that peers cannot see. */
    private static final long CHUNK_BYTES = 32L << 20;

    /**
     * About a quarter of a millisecond, longer than it takes to be woken: else two ranks could park and keep each other waiting in turn, at every
     * operation, once one of them was late.
     */
    private static final int SPINS = 5_000;

    private static final int YIELDS = 250;

    private final int rank;
    private final @Nullable RingSender[] senders;
    private final @Nullable RingReceiver[] receivers;
    private final boolean coreForEach;
    private final Naps naps = new Naps();

    ShmWire(SharedFile controlFile, RingLayout layout, int lane, int rank, HeaderCodec codec, SharedBuffers buffers) {
        this.rank = rank;
        this.coreForEach = layout.size() <= Runtime.getRuntime().availableProcessors();
        this.senders = new @Nullable RingSender[layout.size()];
        this.receivers = new @Nullable RingReceiver[layout.size()];
        for (int peer = 0; peer < layout.size(); peer++) {
            if (peer != rank) {
                senders[peer] = new RingSender(
                        ring(controlFile, layout, layout.ringOffset(lane, rank, peer)), peer, codec, buffers);
                receivers[peer] = new RingReceiver(
                        ring(controlFile, layout, layout.ringOffset(lane, peer, rank)), peer, codec, buffers);
            }
        }
    }

    @Override
    public Outgoing send(int peer, Header header, Memory payload) {
        return sender(peer).send(header, payload);
    }

    @Override
    public @Nullable Header peek(int peer) {
        return receiver(peer).peek();
    }

    @Override
    public Incoming receive(int peer, Memory destination) {
        return receiver(peer).receive(destination);
    }

    @Override
    public Incoming borrow(int peer, Supplier<Memory> landing) {
        return receiver(peer).borrow(landing);
    }

    @Override
    public boolean shows(int peer, Memory memory) {
        return sender(peer).shows(memory);
    }

    @Override
    public long bestChunkBytes() {
        return CHUNK_BYTES;
    }

    @Override
    public boolean progress() {
        boolean moved = false;
        for (int peer = 0; peer < senders.length; peer++) {
            if (peer != rank) {
                moved |= sender(peer).progress();
                moved |= receiver(peer).progress();
            }
        }
        return moved;
    }

    /**
     * Spins where every rank has a core, else yields; then parks. Who has a core never yields: two ranks that came to lie on the same core would go on
     * handing it to each other, while one that parks wakes on a core that is free. Nobody unparks a rank of another process, so the park stays short.
     */
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // more ranks than cores is normal here: the peer needs this core to answer
    public void idle(int round) {
        int awake = coreForEach ? SPINS : YIELDS;
        if (round >= awake) {
            naps.take(round - awake);
        } else if (coreForEach) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    @Override
    public void wake() {
        naps.end();
    }

    @Override
    public @Nullable String departure(int peer) {
        return receiver(peer).departure();
    }

    /** Tells every peer that a buffer of this rank is gone. */
    void drop(int bufferNumber) {
        for (int peer = 0; peer < senders.length; peer++) {
            if (peer != rank) {
                sender(peer).drop(bufferNumber);
            }
        }
    }

    @Override
    public void close() {
        for (int peer = 0; peer < senders.length; peer++) {
            if (peer != rank) {
                sender(peer).close();
            }
        }
    }

    private RingSender sender(int peer) {
        RingSender sender = senders[peer];
        if (sender == null) {
            throw new IllegalArgumentException("rank " + peer + " is this rank itself");
        }
        return sender;
    }

    private RingReceiver receiver(int peer) {
        RingReceiver receiver = receivers[peer];
        if (receiver == null) {
            throw new IllegalArgumentException("rank " + peer + " is this rank itself");
        }
        return receiver;
    }

    private static Ring ring(SharedFile file, RingLayout layout, int begin) {
        return new Ring(file.buffer(), file.memory(), layout, begin);
    }
}
