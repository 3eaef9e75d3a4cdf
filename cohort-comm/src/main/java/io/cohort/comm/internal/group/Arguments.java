package io.cohort.comm.internal.group;

import io.cohort.comm.internal.wire.Memory;
import io.cohort.torch.ElementType;
import java.util.HashSet;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Checks of what a caller passes, made before anything is sent. Each message has the value, the rule and the fix. */
final class Arguments {

    private final int rank;
    private final int size;

    Arguments(int rank, int size) {
        this.rank = rank;
        this.size = size;
    }

    ElementType tensor(String name, Tensor tensor) {
        if (!tensor.defined()) {
            throw new IllegalArgumentException(name + " is an undefined tensor. Pass one that holds elements");
        }
        if (!tensor.is_cpu()) {
            throw new IllegalArgumentException(name + " is not on the CPU. Pass " + name + ".cpu()");
        }
        if (!tensor.is_contiguous()) {
            throw new IllegalArgumentException(
                    name + " is not contiguous, so its elements do not lie in one range. Pass " + name
                            + ".contiguous() and copy the result back");
        }
        return ElementType.of(tensor);
    }

    ElementType pair(Tensor input, Tensor output) {
        ElementType type = tensor("input", input);
        ElementType outputType = tensor("output", output);
        if (type != outputType) {
            throw new IllegalArgumentException("input is " + type.word() + " and output is " + outputType.word()
                    + ": both must have the same type. Convert one of them");
        }
        return type;
    }

    /** The whole must have one equal part per rank. */
    void parts(String wholeName, Tensor whole, String partName, Tensor part) {
        long wanted = part.numel() * size;
        if (whole.numel() != wanted) {
            throw new IllegalArgumentException(wholeName + " has " + whole.numel() + " elements: it must hold " + size
                    + " parts (one per rank) of " + partName + "'s " + part.numel() + ". Make it " + wanted
                    + " elements long, with padding if need be");
        }
    }

    void divisible(String name, Tensor tensor) {
        if (tensor.numel() % size != 0) {
            long padded = (tensor.numel() / size + 1) * size;
            throw new IllegalArgumentException(name + " has " + tensor.numel()
                    + " elements: the number must be divisible by " + size + " ranks. Pad it to " + padded);
        }
    }

    void sameCount(Tensor input, Tensor output) {
        if (input.numel() != output.numel()) {
            throw new IllegalArgumentException("input has " + input.numel() + " elements and output " + output.numel()
                    + ": both must have the same number. Make output " + input.numel() + " elements long");
        }
    }

    /** What is written may not overlap what is read, unless it is exactly this rank's own part. */
    void apart(Memory read, Memory written, Memory allowed) {
        if (read.overlaps(written) && !allowed.equals(read) && !allowed.equals(written)) {
            throw new IllegalArgumentException(
                    "input and output overlap in memory: what is read would be overwritten. Pass a tensor of its own as output");
        }
    }

    void root(int root) {
        rankOfGroup("root", root);
    }

    void peer(int peer) {
        rankOfGroup("peer", peer);
        if (peer == rank) {
            throw new IllegalArgumentException("peer=" + peer
                    + " is this rank itself: a message goes to another rank. Copy" + " the tensor instead");
        }
    }

    /** There must be somebody to receive from. */
    void others() {
        if (size == 1) {
            throw new IllegalArgumentException("this group has one rank: there is nobody to receive from");
        }
    }

    void members(List<Integer> ranks) {
        if (ranks.isEmpty()) {
            throw new IllegalArgumentException("ranks is empty: a group has at least one rank");
        }
        for (int member : ranks) {
            rankOfGroup("ranks", member);
        }
        if (new HashSet<>(ranks).size() != ranks.size()) {
            throw new IllegalArgumentException("ranks=" + ranks + ": no rank may come twice");
        }
    }

    private void rankOfGroup(String name, int value) {
        if (value < 0 || value >= size) {
            throw new IllegalArgumentException(
                    name + "=" + value + ": must be a rank of this group, 0 to " + (size - 1));
        }
    }
}
