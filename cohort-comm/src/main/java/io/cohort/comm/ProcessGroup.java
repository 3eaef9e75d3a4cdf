package io.cohort.comm;

import io.cohort.torch.ElementType;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Ranks that exchange tensors. Every rank of the group must start the same collectives in the same order; each is numbered and
 * fingerprinted, and a difference ends the operation on every rank with one error.
 *
 * <p>Legend: P ranks, S bytes. Tensors are contiguous, on the CPU.
 * <p>Numbers: sums go by a balanced binary tree over ranks, ((0+1)+(2+3))+…, the same for every transport and size (Gloo has its own order, and so
 * has the algorithm {@code ring}).
 * Integers wrap round; bf16 and fp16 are summed in float32 and rounded once; in MAX and MIN NaN wins.
 * <p>Messages ({@link #send}, {@link #receive}, {@link #receiveAny}) are independent of collectives and of one another, except that
 * one (pair, tag) keeps its order. A small send may be done before anybody receives; do not rely on it for larger ones.
 * <p>Threading: operations are started by one thread at a time and run in that order on the group's own thread.
 * <p>Failure: no operation hangs. When a rank is dead or disagrees, every rank gets the same {@link CommException}.
 */
public interface ProcessGroup extends AutoCloseable {

    /** The group's name, unique in its gang. */
    String name();

    /** This worker's number in the group, from 0. */
    int rank();

    int size();

    /** {@code shm}, {@code tcp}, {@code shm+tcp} (inside and between hosts), {@code gloo} or {@code local} (one rank). */
    String transport();

    /** Whether an operation gets on while its caller computes: over a network, or where a core is free for it. */
    boolean overlaps();

    /** Bytes this rank has sent to others so far. */
    long bytesSent();

    /** What this rank's last collective was, and whether it ended: for whoever asks why another rank waits. Any thread. */
    OperationState lastOperation();

    /** Memory in which tensors can be sent without a copy. */
    GroupBuffer allocate(ElementType type, long elements);

    /** Replaces the tensor by the reduction over all ranks. Sends 2S(P−1)/P a rank. */
    Work allReduce(Tensor tensor, ReduceOp op);

    /** Rank r gets the reduction of the r-th of P equal parts: input {@code [P·n]}, output {@code [n]}. Sends S(P−1)/P. */
    Work reduceScatter(Tensor input, Tensor output, ReduceOp op);

    /** Joins every rank's input in rank order: input {@code [n]}, output {@code [P·n]}. */
    Work allGather(Tensor input, Tensor output);

    /**
     * Rank r gets the reduction of the r-th of P equal parts of the input, a few elements at a time, makes the r-th part of the output of it, and every rank
     * gets that: input and output {@code [P·n]}. It is a {@link #reduceScatter}, the update and an {@link #allGather}, with the same bits; in memory that the group
     * allocated, on one host, each block passes all three while it is in cache. Sends 2S(P−1)/P.
     *
     * @param update on every rank of the same effect; when it throws, the group ends on every rank
     */
    Work shardedUpdate(Tensor input, Tensor output, ReduceOp op, ShardUpdate update);

    Work broadcast(Tensor tensor, int root);

    /** The root's tensor becomes the reduction; the others' stay as they are. */
    Work reduce(Tensor tensor, int root, ReduceOp op);

    /** The root's output {@code [P·n]} joins every rank's input {@code [n]}; others pass any tensor as output, it is not touched. */
    Work gather(Tensor input, Tensor output, int root);

    /** Rank r's output {@code [n]} becomes the r-th part of the root's input {@code [P·n]}; others' input is not read. */
    Work scatter(Tensor input, Tensor output, int root);

    /** The r-th part of this rank's input goes to rank r; the r-th part of the output comes from rank r. */
    Work allToAll(Tensor input, Tensor output);

    /** Sends to one rank; matched by (pair, tag) in order. Done when the tensor may be changed again. */
    Work send(Tensor tensor, int peer, int tag);

    Work receive(Tensor tensor, int peer, int tag);

    /** Receives from whoever sent first under the tag, and says who: {@link AnyWork#peer()}. */
    AnyWork receiveAny(Tensor tensor, int tag);

    /** Done when every rank has started it. */
    Work barrier();

    /** A group of some of these ranks, by this group's numbers in the new order. Every rank of this group calls it; those outside get an empty result. */
    Optional<ProcessGroup> subgroup(String name, List<Integer> ranks);

    @Override
    void close();

    /** A receive that learns its sender. */
    interface AnyWork extends Work {
        /** The rank it came from; known once done. */
        int peer();
    }
}
