package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * The root's tensor becomes the combination; the others' stay as they are. Direct reduce-scatter, then the owners send their chunks to the
 * root, so that the work of combining is shared.
 *
 * <p>Cost: two steps a segment; each rank but the root sends S bytes, the root S(P−1)/P.
 */
final class Reduce implements Collective {

    /** Beyond the areas in which the peers' chunks land. */
    private static final int RESULT_AREA_OFFSET = 1;

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        Segments.of(input).forEach(segment -> reduceSegment(exchange, segment, bench));
    }

    private static void reduceSegment(Exchange exchange, Memory segment, Workbench bench) {
        int root = exchange.fingerprint().root();
        Chunks chunks = new Chunks(segment, exchange.size());
        Memory own = chunks.of(exchange.rank());
        ChunkReduction reduction = new ChunkReduction(exchange, bench);
        if (exchange.rank() != root) {
            Memory result = bench.scratch().area(exchange.size() + RESULT_AREA_OFFSET, own.bytes());
            reduction.run(chunks::of, result);
            exchange.await(exchange.send(root, result));
            reduction.awaitAllSent();
            return;
        }
        reduction.run(chunks::of, own);
        List<Arrival> arrivals = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            reduction.awaitSent(peer);
            arrivals.add(exchange.receive(peer, chunks.of(peer)));
        }
        arrivals.forEach(exchange::await);
    }
}
