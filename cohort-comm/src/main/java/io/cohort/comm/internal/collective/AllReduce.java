package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * Combines a tensor over all ranks, in place: direct reduce-scatter, then direct all-gather. The owner of a chunk combines it and hands
 * its bits to all, so every rank ends with identical bits. Where the owner sees a peer's own tensor it writes the result there block by
 * block, while the block is in its cache, and nothing is left to be sent.
 *
 * <p>Cost: two steps a segment; each rank sends 2S(P−1)/P bytes. Over shared memory in allocated buffers nothing is copied to be sent: each
 * rank reads S bytes and writes S bytes. What is small goes in one step, {@link OneStepAllReduce}.
 */
final class AllReduce implements Collective {

    private final OneStepAllReduce oneStep = new OneStepAllReduce();

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        if (OneStepAllReduce.suits(output.bytes(), exchange.size())) {
            oneStep.run(exchange, input, output, bench);
        } else {
            Segments.forEach(output, segment -> reduceSegment(exchange, segment, bench));
        }
    }

    private static void reduceSegment(Exchange exchange, Memory segment, Workbench bench) {
        Chunks chunks = new Chunks(segment, exchange.size());
        Memory own = chunks.of(exchange.rank());
        ChunkReduction reduction = new ChunkReduction(exchange, bench);
        reduction.runAndAnswer(chunks::of, own);

        List<Outgoing> sends = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            if (!reduction.hasAnswered(peer)) {
                sends.add(exchange.send(peer, own));
            }
        }
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            reduction.awaitSent(peer);
            if (!reduction.isAnsweredBy(peer)) {
                arrivals.add(exchange.receive(peer, chunks.of(peer)));
            }
        }
        arrivals.forEach(exchange::await);
        sends.forEach(exchange::await);
    }
}
