package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.OperationKind;
import java.util.Map;

/** Which algorithm does which operation. */
public final class Collectives {

    private static final Map<OperationKind, Collective> ALGORITHMS = Map.of(
            OperationKind.ALL_REDUCE, new AllReduce(),
            OperationKind.REDUCE_SCATTER, new ReduceScatter(),
            OperationKind.ALL_GATHER, new AllGather(),
            OperationKind.BROADCAST, new Broadcast(),
            OperationKind.REDUCE, new Reduce(),
            OperationKind.GATHER, new Gather(),
            OperationKind.SCATTER, new Scatter(),
            OperationKind.ALL_TO_ALL, new AllToAll(),
            OperationKind.BARRIER, new Barrier(),
            OperationKind.SUBGROUP, new Barrier());

    private Collectives() {}

    public static Collective of(OperationKind kind) {
        Collective collective = ALGORITHMS.get(kind);
        if (collective == null) {
            throw new IllegalArgumentException(kind.word() + " is not a collective");
        }
        return collective;
    }
}
