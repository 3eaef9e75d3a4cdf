package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * Every rank gets the root's tensor, straight from the root.
 *
 * <p>Cost: one step; the root sends S(P−1) bytes, the others nothing. Right for one host, where peers read the root's memory side by
 * side; over a network the root's link is the limit.
 */
final class Broadcast implements Collective {

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        int root = exchange.fingerprint().root();
        if (exchange.rank() != root) {
            exchange.await(exchange.receive(root, output));
            return;
        }
        List<Outgoing> sends = new ArrayList<>();
        for (int distance = 1; distance < exchange.size(); distance++) {
            sends.add(exchange.send(exchange.peer(distance), input));
        }
        sends.forEach(exchange::await);
    }
}
