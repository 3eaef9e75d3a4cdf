package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * The root joins every rank's input in rank order.
 *
 * <p>Cost: one step; each rank but the root sends its input.
 */
final class Gather implements Collective {

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        int root = exchange.fingerprint().root();
        if (exchange.rank() != root) {
            exchange.await(exchange.send(root, input));
            return;
        }
        EqualParts parts = new EqualParts(output, exchange.size());
        List<Arrival> arrivals = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            arrivals.add(exchange.receive(peer, parts.of(peer)));
        }
        parts.of(root).copyFrom(input);
        arrivals.forEach(exchange::await);
    }
}
