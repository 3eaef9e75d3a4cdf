package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * Combines a tensor over all ranks of several hosts, in place, so that as little as possible goes between hosts: reduce-scatter inside each host,
 * all-reduce of each part between the ranks that have the same place on their hosts, all-gather inside. What is small goes in one step,
 * {@link OneStepAllReduce}.
 *
 * <p>The tensor goes in segments, worked on like on a belt: while one is combined between hosts, the next one is inside.
 *
 * <p>Legend: H hosts with L ranks each.
 * <p>Cost: four steps, and at most one more for each further segment; each rank sends 2S(L−1)/L bytes inside its host and 2S(H−1)/(HL) to other hosts, so that 2S(H−1)/H
 * leave a host, however many ranks it has. Sums of bf16 and fp16 travel as float32 from host to host and are rounded once: 3S(H−1)/H leave a host.
 * <p>Numbers: the contracted order, since a host's ranks are a whole subtree of it ({@link HostGrid}).
 * <p>Source: reduce-scatter along rows, all-reduce along columns, all-gather along rows as in Mikami et al., "Massively distributed SGD: ImageNet/ResNet-50
 * training in a flash", arXiv 1811.05233, 2018, where rows and columns are those of a torus.
 */
final class HierarchicalAllReduce implements Collective {

    private final HostGrid grid;
    private final OneStepAllReduce oneStep = new OneStepAllReduce();

    HierarchicalAllReduce(HostGrid grid) {
        this.grid = grid;
    }

    @Override
    public void run(Exchange exchange, Memory input, Memory output, Workbench bench) {
        if (OneStepAllReduce.suits(output.bytes(), exchange.size())) {
            oneStep.run(exchange, input, output, bench);
            return;
        }
        Exchange inside = exchange.among(grid.inside(exchange.rank()));
        Exchange between = exchange.among(grid.between(exchange.rank()));
        List<HostSegment> segments = new ArrayList<>();
        for (Memory range : Segments.of(output, exchange.bestChunkBytes() * exchange.size())) {
            segments.add(new HostSegment(inside, between, range, bench, segments.size()));
        }
        for (int tick = 0; tick < segments.size() + HostSegment.STAGES - 1; tick++) {
            for (int stage = 0; stage < HostSegment.STAGES; stage++) {
                int segment = tick - stage;
                if (segment >= 0 && segment < segments.size()) {
                    segments.get(segment).run(stage);
                }
            }
        }
    }
}
