package io.cohort.bench;

import io.cohort.comm.GroupBuffer;
import io.cohort.comm.ProcessGroup;
import io.cohort.core.job.ByteSize;
import io.cohort.core.json.Json;
import io.cohort.engine.WorkerContext;
import io.cohort.engine.WorkerEntry;
import io.cohort.torch.ElementType;
import io.cohort.torch.OwnedMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** What each worker of {@link AllReduceBench} does. Rank 0 tells the results as events. */
public final class AllReduceWorker implements WorkerEntry {

    private static final long WARM_UP_BYTES = 256 << 10;

    @Override
    public String run(WorkerContext worker) {
        AllReducePlan plan = Json.read(worker.payload(), AllReducePlan.class);
        ProcessGroup ours = worker.groups().workers();
        try (ProcessGroup peer = plan.peer().isEmpty() ? null : PeerGroup.open(worker, plan.tls(), plan.peer())) {
            measure(ours, peer, worker, plan);
        }
        return "{}";
    }

    private static void measure(
            ProcessGroup ours, @Nullable ProcessGroup peer, WorkerContext worker, AllReducePlan plan) {
        Ranks ranks = Ranks.of(worker);
        BenchEvents events = new BenchEvents(worker);
        double bytesPerSecond =
                MemoryCopy.bytesPerSecond(ranks, plan.pace(), plan.copyBytes(), events.progress("memory"));
        // Not counted: whatever is measured first would wait for its code to be compiled, large sizes most, since they
        // repeat little.
        measure(ours, peer, WARM_UP_BYTES, ranks, plan, events);
        for (long bytes : plan.bytes()) {
            AllReduceFigures figures = measure(ours, peer, bytes, ranks, plan, events);
            events.result(figures.within(bytesPerSecond).fields());
        }
    }

    private static AllReduceFigures measure(
            ProcessGroup ours,
            @Nullable ProcessGroup peer,
            long bytes,
            Ranks ranks,
            AllReducePlan plan,
            BenchEvents events) {
        long elements = bytes / ElementType.FLOAT32.bytes();
        String size = ByteSize.show(bytes);
        try (OwnedMemory memory = new OwnedMemory();
                GroupBuffer buffer = ours.allocate(ElementType.FLOAT32, elements);
                GroupBuffer peers = buffer(peer, elements);
                RandomSum numbers = new RandomSum(ours.rank(), ours.size(), elements)) {
            List<Contestant> contestants = new ArrayList<>();
            Tensor inBuffer = memory.own(buffer::tensor);
            contestants.add(new AllReduceTurn(ours, inBuffer, numbers, what(size, ours)));
            if (peer != null) {
                Tensor itsOwn = memory.own(peers == null ? () -> torch.zeros(elements) : peers::tensor);
                contestants.add(new AllReduceTurn(peer, itsOwn, numbers, what(size, peer)));
            }
            List<Turns> turns = new Rounds(ranks, plan.pace(), events.progress(size)).run(contestants);
            AllReduceFigures figures = new AllReduceFigures(
                    ours.transport(), plan.tls(), ours.size(), bytes, slowest(ranks, turns.get(0)));
            if (peer != null) {
                figures.beside(peer.transport(), slowest(ranks, turns.get(1)));
            }
            return figures.counted(turns.get(0));
        }
    }

    /** Where a peer that is one of our groups works; Gloo knows nothing better than an ordinary tensor. */
    private static @Nullable GroupBuffer buffer(@Nullable ProcessGroup peer, long elements) {
        return peer == null || peer.transport().equals("gloo") ? null : peer.allocate(ElementType.FLOAT32, elements);
    }

    private static String what(String size, ProcessGroup group) {
        return "all-reduce of " + size + " over " + group.transport();
    }

    /** Turn by turn the slowest rank's time; of these the median. */
    private static double slowest(Ranks ranks, Turns turns) {
        return Turns.median(ranks.largest(turns.seconds()));
    }
}
