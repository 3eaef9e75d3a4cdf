package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.Incoming;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import io.cohort.comm.internal.wire.Wire;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Wires between threads that count steps: a frame belongs to the step after the last one of which its sender has taken a frame. So the highest
 * number is the length of the longest chain of frames of which each had to wait for the one before.
 */
final class CountedWires {

    static final long CHUNK_BYTES = 64 * 1024;

    private record Frame(Header header, PlainMemory payload, int step) {}

    private final Queue<Frame>[][] between;
    private final AtomicInteger steps = new AtomicInteger();

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type
    CountedWires(int size) {
        this.between = new Queue[size][size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                between[from][to] = new ConcurrentLinkedQueue<>();
            }
        }
    }

    /** The number of the last step in which any rank sent a frame. */
    int steps() {
        return steps.get();
    }

    Counted of(int rank) {
        return new Counted(rank);
    }

    final class Counted implements Wire {
        private final int rank;
        private int step;

        private Counted(int rank) {
            this.rank = rank;
        }

        @Override
        public Outgoing send(int peer, Header header, Memory payload) {
            PlainMemory copy = new PlainMemory(payload.bytes());
            copy.memory().copyFrom(payload);
            steps.accumulateAndGet(step + 1, Math::max);
            between[rank][peer].add(new Frame(header, copy, step + 1));
            return new Done(peer, payload);
        }

        @Override
        public Header peek(int peer) {
            Frame frame = between[peer][rank].peek();
            return frame == null ? null : frame.header();
        }

        @Override
        public Incoming receive(int peer, Memory destination) {
            Frame frame = between[peer][rank].remove();
            destination.copyFrom(frame.payload().memory());
            frame.payload().free();
            step = Math.max(step, frame.step());
            return new Done(peer, destination);
        }

        @Override
        public Incoming borrow(int peer, Supplier<Memory> landing) {
            return receive(peer, landing.get());
        }

        @Override
        public long bestChunkBytes() {
            return CHUNK_BYTES;
        }

        @Override
        public boolean progress() {
            return false;
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // more ranks than cores
        public void idle(int round) {
            Thread.yield();
        }

        @Override
        public void wake() {
            // Nothing sleeps here.
        }

        @Override
        public String departure(int peer) {
            return null;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private record Done(int peer, Memory memory) implements Incoming, Outgoing {
        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public void release() {
            // It was copied.
        }
    }
}
