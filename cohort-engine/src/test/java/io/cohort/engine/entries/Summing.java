package io.cohort.engine.entries;

import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.engine.WorkerContext;
import io.cohort.engine.WorkerEntry;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Workers that compute together. */
public final class Summing {

    private Summing() {}

    /** The sum of (rank + 1) over the group, in each of so many elements. */
    static double sum(WorkerContext worker, long elements) {
        return sum(worker.groups().workers(), worker, elements);
    }

    private static double sum(ProcessGroup group, WorkerContext worker, long elements) {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = torch.full(new long[] {elements}, new Scalar((float) (worker.rank() + 1)));
            group.allReduce(tensor, ReduceOp.SUM).await();
            return tensor.mean().item_double();
        }
    }

    /** Adds the ranks up. */
    public static final class Adds implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            return worker.groups().workers().transport() + " " + sum(worker, 1000);
        }
    }

    /** Rank 1 never comes to the second operation. */
    public static final class RankOneStalls implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) throws Exception {
            sum(worker, 1000);
            worker.event("ready", Map.of());
            if (worker.rank() == 1) {
                Entry.forever();
            }
            return "" + sum(worker, 1000);
        }
    }

    /** Rank 1 adds up something else. */
    public static final class RankOneDisagrees implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            return "" + sum(worker, worker.rank() == 1 ? 999 : 1000);
        }
    }

    /** Rank 1 returns after one operation, the others want two. */
    public static final class RankOneLeaves implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            double first = sum(worker, 10);
            return "" + (worker.rank() == 1 ? first : sum(worker, 10));
        }
    }

    /** Adds up among its own role, then over both roles with the servers first; says its rank and the sum in each. */
    public static final class AddsAcrossRoles implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            ProcessGroup own = worker.groups().workers();
            ProcessGroup both = worker.groups().across("both", List.of("server", "worker"));
            return worker.role() + ": " + own.rank() + " adds " + sum(own, worker, 10) + ", " + both.rank() + " adds "
                    + sum(both, worker, 10);
        }
    }
}
