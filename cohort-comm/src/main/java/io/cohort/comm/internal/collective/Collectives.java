package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.OperationKind;
import java.util.Map;
import java.util.Optional;

/** Which algorithm does which operation in one group. Threading: immutable. */
public final class Collectives {

    private static final Map<OperationKind, Collective> OTHERS = Map.of(
            OperationKind.REDUCE_SCATTER, new ReduceScatter(),
            OperationKind.ALL_GATHER, new AllGather(),
            OperationKind.BROADCAST, new Broadcast(),
            OperationKind.REDUCE, new Reduce(),
            OperationKind.GATHER, new Gather(),
            OperationKind.SCATTER, new Scatter(),
            OperationKind.ALL_TO_ALL, new AllToAll(),
            OperationKind.BARRIER, new Barrier(),
            OperationKind.SUBGROUP, new Barrier());

    private final Collective allReduce;

    /**
     * Chooses.
     *
     * @param algorithm how to all-reduce: {@code auto}, {@code direct}, {@code ring} or {@code tree}
     * @param grid how the ranks lie on hosts, if several share memory on each of several hosts
     */
    public Collectives(String algorithm, Optional<HostGrid> grid) {
        this.allReduce = switch (algorithm) {
            case "auto" -> grid.<Collective>map(HierarchicalAllReduce::new).orElseGet(AllReduce::new);
            case "direct" -> new AllReduce();
            case "ring" -> new RingAllReduce(Segments.SEGMENT_BYTES);
            case "tree" -> new TreeAllReduce(Segments.SEGMENT_BYTES);
            default -> throw new IllegalArgumentException("algorithm=" + algorithm + ": is unknown");
        };
    }

    public Collective of(OperationKind kind) {
        Collective collective = kind == OperationKind.ALL_REDUCE ? allReduce : OTHERS.get(kind);
        if (collective == null) {
            throw new IllegalArgumentException(kind.word() + " is not a collective");
        }
        return collective;
    }
}
