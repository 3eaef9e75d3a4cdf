package io.cohort.train;

import io.cohort.comm.GroupBuffer;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.torch.ElementType;
import io.cohort.torch.NamedTensors;
import io.cohort.torch.OwnedMemory;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Keeps buffers that every worker changes by itself, such as running statistics, equal on all of them: what a step changed is averaged over the workers
 * (of whole numbers, which are counters, the largest change is taken). A buffer that no worker changed keeps its bits.
 *
 * <p>Threading: confined to the worker's thread. Memory: three copies of the buffers, in float64.
 */
final class BufferAverage implements AutoCloseable {

    private final ProcessGroup group;
    private final OwnedMemory memory = new OwnedMemory();
    private final Part reals;
    private final Part wholes;

    BufferAverage(ProcessGroup group, Module module) {
        this.group = group;
        List<Tensor> all =
                memory.own(() -> List.copyOf(NamedTensors.buffers(module).values()));
        reals = new Part(all.stream().filter(Tensor::is_floating_point).toList(), ReduceOp.SUM, group.size());
        wholes = new Part(
                all.stream()
                        .filter(tensor -> !tensor.is_floating_point() && isNumber(tensor))
                        .toList(),
                ReduceOp.MAX,
                1);
    }

    private static boolean isNumber(Tensor tensor) {
        return switch (tensor.scalar_type().intern()) {
            case Long, Int -> true;
            default -> false;
        };
    }

    /** Notes how the buffers stand before a step. */
    void begin() {
        reals.begin();
        wholes.begin();
    }

    /** Makes them equal after it. Every worker must call it. */
    void end() {
        reals.end();
        wholes.end();
    }

    @Override
    public void close() {
        memory.close();
        reals.changes.close();
        wholes.changes.close();
    }

    private final class Part {
        private final List<Tensor> buffers;
        private final ReduceOp op;
        private final int divisor;
        private final GroupBuffer changes;
        private final Tensor before;
        private final Tensor after;

        Part(List<Tensor> buffers, ReduceOp op, int divisor) {
            this.buffers = buffers;
            this.op = op;
            this.divisor = divisor;
            long elements = buffers.stream().mapToLong(Tensor::numel).sum();
            changes = group.allocate(ElementType.FLOAT64, elements);
            after = memory.own(changes::tensor);
            before = memory.own(after::clone);
        }

        void begin() {
            gather(before);
        }

        void end() {
            if (buffers.isEmpty()) {
                return;
            }
            gather(after);
            try (PointerScope scope = new PointerScope()) {
                after.sub_(before);
                group.allReduce(after, op).await();
                after.div_(new Scalar((double) divisor)).add_(before);
                scatter();
            }
        }

        private void gather(Tensor flat) {
            try (PointerScope scope = new PointerScope();
                    AutoGradMode noGrad = new NoGradGuard()) {
                long offset = 0;
                for (Tensor buffer : buffers) {
                    flat.narrow(0, offset, buffer.numel()).copy_(buffer.flatten());
                    offset += buffer.numel();
                }
            }
        }

        private void scatter() {
            try (AutoGradMode noGrad = new NoGradGuard()) {
                long offset = 0;
                for (Tensor buffer : buffers) {
                    buffer.copy_(after.narrow(0, offset, buffer.numel()).view(buffer.shape()));
                    offset += buffer.numel();
                }
            }
        }
    }
}
