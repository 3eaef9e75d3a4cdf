package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;

/**
 * Rank r gets the combination of the r-th of P equal parts.
 *
 * <p>Cost: one step; each rank sends S(P−1)/P bytes.
 */
final class ReduceScatter implements Collective {

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        ChunkReduction reduction = new ChunkReduction(exchange, bench);
        reduction.run(new EqualParts(input, exchange.size())::of, output);
        reduction.awaitAllSent();
    }
}
