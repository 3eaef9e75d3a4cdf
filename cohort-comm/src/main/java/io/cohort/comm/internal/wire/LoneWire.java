package io.cohort.comm.internal.wire;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The wire of a group of one: there is nobody to talk to. */
public final class LoneWire implements Wire {

    @Override
    public Outgoing send(int peer, Header header, Memory payload) {
        throw nobody(peer);
    }

    @Override
    public @Nullable Header peek(int peer) {
        return null;
    }

    @Override
    public Incoming receive(int peer, Memory destination) {
        throw nobody(peer);
    }

    @Override
    public Incoming borrow(int peer, Supplier<Memory> landing) {
        throw nobody(peer);
    }

    @Override
    public long bestChunkBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean progress() {
        return false;
    }

    @Override
    public void idle(int round) {
        Thread.onSpinWait();
    }

    @Override
    public void wake() {
        // Nothing ever waits here.
    }

    @Override
    public @Nullable String departure(int peer) {
        return null;
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private static IllegalStateException nobody(int peer) {
        return new IllegalStateException("rank " + peer + " of a group of one");
    }
}
