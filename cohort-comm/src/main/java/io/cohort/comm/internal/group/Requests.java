package io.cohort.comm.internal.group;

import io.cohort.comm.ReduceOp;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.OperationKind;
import io.cohort.torch.ElementType;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** From a call to a checked request; refuses on the caller, before anything is sent. Threading: immutable. */
final class Requests {

    private final int rank;
    private final Arguments arguments;

    Requests(int rank, int size) {
        this.rank = rank;
        this.arguments = new Arguments(rank, size);
    }

    Request allReduce(Tensor tensor, ReduceOp op) {
        ElementType type = arguments.tensor("tensor", tensor);
        return Request.inPlace(new Fingerprint(OperationKind.ALL_REDUCE, op, type, -1, tensor.numel()), tensor);
    }

    Request reduceScatter(Tensor input, Tensor output, ReduceOp op) {
        ElementType type = arguments.pair(input, output);
        arguments.divisible("input", input);
        return fromWhole(new Fingerprint(OperationKind.REDUCE_SCATTER, op, type, -1, input.numel()), input, output);
    }

    Request allGather(Tensor input, Tensor output) {
        ElementType type = arguments.pair(input, output);
        return toWhole(new Fingerprint(OperationKind.ALL_GATHER, null, type, -1, input.numel()), input, output);
    }

    Request shardedUpdate(Tensor input, Tensor output, ReduceOp op) {
        ElementType type = arguments.pair(input, output);
        arguments.divisible("input", input);
        arguments.sameCount(input, output);
        arguments.apart(Memory.of(input), Memory.of(output), Memory.NONE);
        return Request.of(new Fingerprint(OperationKind.SHARDED_UPDATE, op, type, -1, input.numel()), input, output);
    }

    Request broadcast(Tensor tensor, int root) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.root(root);
        return Request.inPlace(new Fingerprint(OperationKind.BROADCAST, null, type, root, tensor.numel()), tensor);
    }

    Request reduce(Tensor tensor, int root, ReduceOp op) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.root(root);
        return Request.inPlace(new Fingerprint(OperationKind.REDUCE, op, type, root, tensor.numel()), tensor);
    }

    Request gather(Tensor input, Tensor output, int root) {
        ElementType type = arguments.tensor("input", input);
        arguments.root(root);
        Fingerprint fingerprint = new Fingerprint(OperationKind.GATHER, null, type, root, input.numel());
        if (rank != root) {
            return Request.inPlace(fingerprint, input);
        }
        arguments.pair(input, output);
        return toWhole(fingerprint, input, output);
    }

    Request scatter(Tensor input, Tensor output, int root) {
        ElementType type = arguments.tensor("output", output);
        arguments.root(root);
        Fingerprint fingerprint = new Fingerprint(OperationKind.SCATTER, null, type, root, output.numel());
        if (rank != root) {
            return Request.inPlace(fingerprint, output);
        }
        arguments.pair(input, output);
        return fromWhole(fingerprint, input, output);
    }

    Request allToAll(Tensor input, Tensor output) {
        ElementType type = arguments.pair(input, output);
        arguments.divisible("input", input);
        arguments.sameCount(input, output);
        arguments.apart(Memory.of(input), Memory.of(output), Memory.NONE);
        return Request.of(new Fingerprint(OperationKind.ALL_TO_ALL, null, type, -1, input.numel()), input, output);
    }

    Request send(Tensor tensor, int peer) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.peer(peer);
        return Request.inPlace(new Fingerprint(OperationKind.SEND, null, type, -1, tensor.numel()), tensor);
    }

    Request receive(Tensor tensor, int peer) {
        arguments.peer(peer);
        return receiveAny(tensor);
    }

    Request receiveAny(Tensor tensor) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.others();
        return Request.inPlace(new Fingerprint(OperationKind.RECEIVE, null, type, -1, tensor.numel()), tensor);
    }

    Request barrier() {
        return Request.withoutTensors(new Fingerprint(OperationKind.BARRIER, null, null, -1, 0));
    }

    Request subgroup(String name, List<Integer> ranks) {
        arguments.members(ranks);
        long hash = 31L * name.hashCode() + ranks.hashCode();
        return Request.withoutTensors(new Fingerprint(OperationKind.SUBGROUP, null, null, -1, hash));
    }

    Request allocate(ElementType type, long elements, long largestBytes) {
        if (elements < 0 || elements > largestBytes / type.bytes()) {
            throw new IllegalArgumentException(
                    "elements=" + elements + " of " + type.word() + ": a buffer here holds 0 to "
                            + largestBytes / type.bytes() + " elements (" + largestBytes
                            + " bytes). Allocate several smaller buffers");
        }
        return Request.withoutTensors(new Fingerprint(OperationKind.ALLOCATE, null, type, -1, elements));
    }

    private Request toWhole(Fingerprint fingerprint, Tensor part, Tensor whole) {
        arguments.parts("output", whole, "input", part);
        Memory read = Memory.of(part);
        Memory written = Memory.of(whole);
        arguments.apart(read, written, written.slice(read.bytes() * rank, read.bytes()));
        return Request.of(fingerprint, part, whole);
    }

    private Request fromWhole(Fingerprint fingerprint, Tensor whole, Tensor part) {
        arguments.parts("input", whole, "output", part);
        Memory read = Memory.of(whole);
        Memory written = Memory.of(part);
        arguments.apart(read, written, read.slice(written.bytes() * rank, written.bytes()));
        return Request.of(fingerprint, whole, part);
    }
}
