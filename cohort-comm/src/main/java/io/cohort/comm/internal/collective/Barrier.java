package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks meet: everyone tells everyone, so that a rank in another operation is found at once.
 *
 * <p>Cost: one step; each rank sends P−1 empty frames.
 */
final class Barrier implements Collective {

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        List<Outgoing> sends = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            sends.add(exchange.send(peer, Memory.NONE));
            arrivals.add(exchange.receive(peer, Memory.NONE));
        }
        arrivals.forEach(exchange::await);
        sends.forEach(exchange::await);
    }
}
