package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * The r-th part of this rank's input goes to rank r; the r-th part of the output comes from rank r.
 *
 * <p>Cost: one step; each rank sends S(P−1)/P bytes.
 */
final class AllToAll implements Collective {

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        EqualParts from = new EqualParts(input, exchange.size());
        EqualParts to = new EqualParts(output, exchange.size());
        List<Outgoing> sends = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            sends.add(exchange.send(peer, from.of(peer)));
            arrivals.add(exchange.receive(peer, to.of(peer)));
        }
        to.of(exchange.rank()).copyFrom(from.of(exchange.rank()));
        arrivals.forEach(exchange::await);
        sends.forEach(exchange::await);
    }
}
