package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;

/**
 * One collective: an algorithm over an {@link Exchange}. Sizes are checked before it starts. Returns when this rank's part is done and its
 * memory may be used again.
 *
 * <p>Legend: P ranks, S bytes of the whole tensor, r this rank.
 */
public interface Collective {

    void run(Exchange exchange, Memory input, Memory output, Workbench bench);
}
