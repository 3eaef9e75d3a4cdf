package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins every rank's input in rank order.
 *
 * <p>Cost: one step; each rank sends its input to P−1 peers, that is S(P−1)/P bytes of an output of S.
 */
final class AllGather implements Collective {

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        EqualParts parts = new EqualParts(output, exchange.size());
        List<Outgoing> sends = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            sends.add(exchange.send(peer, input));
            arrivals.add(exchange.receive(peer, parts.of(peer)));
        }
        parts.of(exchange.rank()).copyFrom(input);
        arrivals.forEach(exchange::await);
        sends.forEach(exchange::await);
    }
}
