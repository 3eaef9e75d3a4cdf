package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Combines a tensor over all ranks, in place: direct reduce-scatter, then direct all-gather. The owner of a chunk combines it and hands
 * its bits to all, so every rank ends with identical bits. Where the owner sees a peer's own tensor it writes the result there block by
 * block, while the block is in its cache, and nothing is left to be sent.
 *
 * <p>What is large goes in segments, each of them sent before the one in front of it is combined, so that bytes travel while others are added.
 *
 * <p>Cost: two steps, and one more for each further segment; each rank sends 2S(P−1)/P bytes. Over shared memory in allocated buffers nothing is
 * copied to be sent: each rank reads S bytes and writes S bytes. What is small goes in one step, {@link OneStepAllReduce}.
 */
final class AllReduce implements Collective {

    private final OneStepAllReduce oneStep = new OneStepAllReduce();

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        if (OneStepAllReduce.suits(output.bytes(), exchange.size())) {
            oneStep.run(exchange, input, output, bench);
            return;
        }
        List<Memory> segments = Segments.of(output, exchange.bestChunkBytes() * exchange.size());
        @Nullable Segment before = null;
        Segment current = new Segment(exchange, segments.get(0), bench);
        current.send();
        for (int i = 1; i <= segments.size(); i++) {
            @Nullable Segment next = i == segments.size() ? null : new Segment(exchange, segments.get(i), bench);
            if (next != null) {
                next.send();
            }
            current.combine();
            if (before != null) {
                before.takeResults();
            }
            before = current;
            if (next != null) {
                current = next;
            }
        }
        current.takeResults();
    }

    /** A segment on its way: sent, combined, and complete once the others' results are in. */
    private static final class Segment {
        private final Exchange exchange;
        private final Chunks chunks;
        private final Memory own;
        private final ChunkReduction reduction;
        private final List<Outgoing> results = new ArrayList<>();

        Segment(Exchange exchange, Memory range, Workbench bench) {
            this.exchange = exchange;
            this.chunks = new Chunks(range, exchange.size());
            this.own = chunks.of(exchange.rank());
            this.reduction = new ChunkReduction(exchange, bench);
        }

        void send() {
            reduction.send(chunks::of);
        }

        void combine() {
            reduction.combineAndAnswer(own);
            for (int distance = 1; distance < exchange.size(); distance++) {
                int peer = exchange.peer(distance);
                if (!reduction.hasAnswered(peer)) {
                    results.add(exchange.send(peer, own));
                }
            }
        }

        void takeResults() {
            List<Arrival> arrivals = new ArrayList<>();
            for (int distance = 1; distance < exchange.size(); distance++) {
                int peer = exchange.peer(distance);
                reduction.awaitSent(peer);
                if (!reduction.isAnsweredBy(peer)) {
                    arrivals.add(exchange.receive(peer, chunks.of(peer)));
                }
            }
            arrivals.forEach(exchange::await);
            results.forEach(exchange::await);
        }
    }
}
