package io.cohort.comm.internal.wire;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames between this rank and every peer of a group: the seam between algorithms and transports. Frames of one pair arrive in the
 * order they were sent. Nothing here waits but {@link #idle}: bytes move inside {@link #progress}, in both directions, so two ranks that
 * send at once cannot block one another.
 *
 * <p>Threading: confined to one thread, except {@link #wake} and {@link #departure}.
 * <p>Copies: a payload goes from the sender's memory into the receiver's at most once; a borrow over shared memory copies nothing.
 */
public interface Wire extends AutoCloseable {

    /** Starts to send; the payload must stay as it is until the result is done. */
    Outgoing send(int peer, Header header, Memory payload);

    /** The header of the next frame from a peer if it has arrived and the one before it is taken. */
    @Nullable
    Header peek(int peer);

    /** Takes the peeked frame, its payload into memory of exactly its length. */
    Incoming receive(int peer, Memory destination);

    /**
     * Takes the peeked frame; its payload may be read in the peer's own memory, until released.
     *
     * @param landing gives memory of the payload's length, asked only where the peer's cannot be seen
     */
    Incoming borrow(int peer, Supplier<Memory> landing);

    /** Whether a peer to whom this memory is sent sees it where it lies, rather than a copy. */
    default boolean shows(int peer, Memory memory) {
        return false;
    }

    /** How large a piece is best worked on while the next one travels; the same on every rank. */
    long bestChunkBytes();

    /** Moves what can be moved now; whether anything moved. */
    boolean progress();

    /** Waits a little for something to move; longer the more often it was called in a row. At most 50 ms. */
    void idle(int round);

    /** Ends a present or the next {@link #idle} early. Any thread. */
    void wake();

    /** Why no more frames will come from a peer; null while they may. Frames that came before can still be taken. */
    @Nullable
    String departure(int peer);

    /** Says goodbye to the peers where that is possible at once, and lets go of everything. */
    @Override
    void close();
}
