package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;

/**
 * Ranks meet: everyone tells everyone, so that a rank in another operation is found at once.
 *
 * <p>Cost: one step; each rank sends P−1 empty frames.
 */
final class Barrier implements Collective {

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        exchange.meet();
    }
}
