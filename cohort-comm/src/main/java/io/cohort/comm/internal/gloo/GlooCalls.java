package io.cohort.comm.internal.gloo;

import io.cohort.comm.internal.group.Operation;
import io.cohort.comm.internal.message.Order;
import io.cohort.comm.internal.wire.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.AllreduceOptions;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.ReduceOp;
import org.bytedeco.pytorch.ReduceOptions;
import org.bytedeco.pytorch.ReduceScatterOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

/** Our operations as calls of Gloo. Tensors are passed flat and detached: they hold their storage, and autograd stays out. */
final class GlooCalls {

    /** Tags of messages are the caller's; gather and scatter, made of messages, keep out of their way. */
    private static final int COLLECTIVE_TAG = Integer.MIN_VALUE >>> 1;

    private final ProcessGroupGloo gloo;
    private final int rank;
    private final int size;

    GlooCalls(ProcessGroupGloo gloo, int rank, int size) {
        this.gloo = gloo;
        this.rank = rank;
        this.size = size;
    }

    /** Does a collective and waits for its end in native code. */
    void run(Operation operation, Milliseconds limit) {
        switch (operation.fingerprint().kind()) {
            case GATHER -> gather(operation, limit);
            case SCATTER -> scatter(operation, limit);
            default -> await(start(operation), limit);
        }
    }

    /** The first third of a sharded update: this rank's part of the sum, into a tensor of that size. */
    void reduceScatter(Operation operation, Tensor reduced, Milliseconds limit) {
        ReduceScatterOptions options = new ReduceScatterOptions().reduceOp(nativeOp(operation.fingerprint()));
        await(gloo._reduce_scatter_base(reduced, input(operation), options), limit);
    }

    /** The last third: every rank's part of the output goes to all. */
    void allGather(Operation operation, Milliseconds limit) {
        Tensor output = output(operation);
        await(gloo._allgather_base(output, part(operation).clone()), limit);
    }

    /** This rank's part of an operation's output. */
    Tensor part(Operation operation) {
        Tensor output = output(operation);
        long elements = output.numel() / size;
        return output.narrow(0, elements * rank, elements);
    }

    void barrier(Milliseconds limit) {
        await(gloo.barrier(), limit);
    }

    /**
     * Waits for the end in native code.
     *
     * @throws IllegalStateException when it was aborted; other failures come as native code throws them
     */
    static void await(Work work, Milliseconds limit) {
        if (!work._wait(limit)) {
            throw new IllegalStateException("the operation was aborted");
        }
    }

    /** Starts a message; the caller releases what it gets. */
    @SuppressWarnings("try") // the scope works by being there
    Work start(Order order) {
        try (PointerScope scope = new PointerScope()) {
            TensorVector tensors =
                    new TensorVector(flat(order.completion().tensors().get(0)));
            Work work;
            if (order.sending()) {
                work = gloo.send(tensors, order.peer(), order.tag());
            } else if (order.peer() < 0) {
                work = gloo.recvAnysource(tensors, order.tag());
            } else {
                work = gloo.recv(tensors, order.peer(), order.tag());
            }
            return work.retainReference();
        }
    }

    private Work start(Operation operation) {
        Fingerprint fingerprint = operation.fingerprint();
        return switch (fingerprint.kind()) {
            case ALL_REDUCE ->
                gloo.allreduce(
                        new TensorVector(output(operation)), new AllreduceOptions().reduceOp(nativeOp(fingerprint)));
            case REDUCE ->
                gloo.reduce(
                        new TensorVector(output(operation)),
                        new ReduceOptions().reduceOp(nativeOp(fingerprint)).rootRank(fingerprint.root()));
            case REDUCE_SCATTER ->
                gloo._reduce_scatter_base(
                        output(operation),
                        input(operation),
                        new ReduceScatterOptions().reduceOp(nativeOp(fingerprint)));
            case ALL_GATHER -> gloo._allgather_base(output(operation), input(operation));
            case BROADCAST ->
                gloo.broadcast(
                        new TensorVector(output(operation)), new BroadcastOptions().rootRank(fingerprint.root()));
            case ALL_TO_ALL ->
                gloo.alltoall_base(output(operation), input(operation), new LongVector(), new LongVector());
            case BARRIER, SUBGROUP, ALLOCATE -> gloo.barrier();
            case GATHER, SCATTER, SEND, RECEIVE, SHARDED_UPDATE ->
                throw new IllegalArgumentException(fingerprint.kind().word() + " is made of others");
        };
    }

    private void gather(Operation operation, Milliseconds limit) {
        int root = operation.fingerprint().root();
        if (rank != root) {
            await(gloo.send(new TensorVector(input(operation)), root, COLLECTIVE_TAG), limit);
            return;
        }
        Tensor output = output(operation).view(size, -1);
        List<Work> arrivals = new ArrayList<>();
        for (int peer = 0; peer < size; peer++) {
            if (peer == root) {
                output.select(0, peer).copy_(input(operation));
            } else {
                arrivals.add(gloo.recv(new TensorVector(output.select(0, peer)), peer, COLLECTIVE_TAG));
            }
        }
        arrivals.forEach(work -> await(work, limit));
    }

    private void scatter(Operation operation, Milliseconds limit) {
        int root = operation.fingerprint().root();
        if (rank != root) {
            await(gloo.recv(new TensorVector(output(operation)), root, COLLECTIVE_TAG), limit);
            return;
        }
        Tensor input = input(operation).view(size, -1);
        List<Work> sends = new ArrayList<>();
        for (int peer = 0; peer < size; peer++) {
            if (peer == root) {
                output(operation).copy_(input.select(0, peer));
            } else {
                sends.add(gloo.send(new TensorVector(input.select(0, peer)), peer, COLLECTIVE_TAG));
            }
        }
        sends.forEach(work -> await(work, limit));
    }

    private static Tensor input(Operation operation) {
        return flat(operation.completion().tensors().get(0));
    }

    private static Tensor output(Operation operation) {
        List<Tensor> tensors = operation.completion().tensors();
        return flat(tensors.get(tensors.size() - 1));
    }

    private static Tensor flat(Tensor tensor) {
        return tensor.detach().view(-1);
    }

    private static ReduceOp nativeOp(Fingerprint fingerprint) {
        return switch (Objects.requireNonNull(fingerprint.op())) {
            case SUM -> new ReduceOp(ReduceOp.RedOpType.SUM);
            case MAX -> new ReduceOp(ReduceOp.RedOpType.MAX);
            case MIN -> new ReduceOp(ReduceOp.RedOpType.MIN);
        };
    }
}
