package io.cohort.comm.internal.hosts;

import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.Incoming;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Naps;
import io.cohort.comm.internal.wire.Outgoing;
import io.cohort.comm.internal.wire.Wire;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One wire of two: one to the ranks of this host, which have numbers of their own on it, one to all others. Threading: as a {@link Wire}. */
final class JoinedWire implements Wire {

    private static final int YIELDS = 40;
    private static final int ELSEWHERE = -1;

    private final Wire inside;
    private final int[] numbers;
    private final Wire outside;
    private final Naps naps = new Naps();

    /**
     * Joins.
     *
     * @param here the ranks of this host in the order of their numbers on it
     * @param size how many ranks the group has
     */
    JoinedWire(Wire inside, List<Integer> here, Wire outside, int size) {
        this.inside = inside;
        this.numbers = IntStream.range(0, size).map(here::indexOf).toArray();
        this.outside = outside;
    }

    @Override
    public Outgoing send(int peer, Header header, Memory payload) {
        int number = numbers[peer];
        return number == ELSEWHERE
                ? outside.send(peer, header, payload)
                : new Renumbered(peer, inside.send(number, header, payload));
    }

    @Override
    public @Nullable Header peek(int peer) {
        int number = numbers[peer];
        return number == ELSEWHERE ? outside.peek(peer) : inside.peek(number);
    }

    @Override
    public Incoming receive(int peer, Memory destination) {
        int number = numbers[peer];
        return number == ELSEWHERE ? outside.receive(peer, destination) : inside.receive(number, destination);
    }

    @Override
    public Incoming borrow(int peer, Supplier<Memory> landing) {
        int number = numbers[peer];
        return number == ELSEWHERE ? outside.borrow(peer, landing) : inside.borrow(number, landing);
    }

    @Override
    public boolean shows(int peer, Memory memory) {
        int number = numbers[peer];
        return number == ELSEWHERE ? outside.shows(peer, memory) : inside.shows(number, memory);
    }

    /** The slower way decides. */
    @Override
    public long bestChunkBytes() {
        return outside.bestChunkBytes();
    }

    @Override
    public boolean progress() {
        boolean moved = inside.progress();
        moved |= outside.progress();
        return moved;
    }

    /**
     * Gives way a few times, then sleeps: nobody inside wakes a sleeper, and what comes from outside is looked for after every short sleep. It does not spin, since a
     * network's answer takes longer than a core should be kept from computing.
     */
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // the thread that computes needs this core
    public void idle(int round) {
        if (round < YIELDS) {
            Thread.yield();
        } else {
            naps.take(round - YIELDS);
        }
    }

    @Override
    public void wake() {
        naps.end();
    }

    @Override
    public @Nullable String departure(int peer) {
        int number = numbers[peer];
        return number == ELSEWHERE ? outside.departure(peer) : inside.departure(number);
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }

    /** What goes to a rank of this host, under its number in the group. */
    private record Renumbered(int peer, Outgoing outgoing) implements Outgoing {
        @Override
        public boolean isDone() {
            return outgoing.isDone();
        }

        @Override
        public boolean isShared() {
            return outgoing.isShared();
        }
    }
}
