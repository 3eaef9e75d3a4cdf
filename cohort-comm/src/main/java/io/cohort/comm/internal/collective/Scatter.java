package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * Rank r gets the r-th part of the root's input.
 *
 * <p>Cost: one step; the root sends S(P−1)/P bytes.
 */
final class Scatter implements Collective {

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        int root = exchange.fingerprint().root();
        if (exchange.rank() != root) {
            exchange.await(exchange.receive(root, output));
            return;
        }
        EqualParts parts = new EqualParts(input, exchange.size());
        List<Outgoing> sends = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            sends.add(exchange.send(peer, parts.of(peer)));
        }
        output.copyFrom(parts.of(root));
        sends.forEach(exchange::await);
    }
}
