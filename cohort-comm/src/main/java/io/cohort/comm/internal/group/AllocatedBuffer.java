package io.cohort.comm.internal.group;

import io.cohort.comm.GroupBuffer;
import io.cohort.comm.internal.collective.GroupMemory;
import io.cohort.torch.ElementType;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Memory of a group as a tensor. Threading: any thread; no scope of the maker's frees the tensor. */
final class AllocatedBuffer implements GroupBuffer {

    private final GroupMemory memory;
    private final Consumer<AllocatedBuffer> closing;
    private final Tensor tensor;
    private boolean closed;
    private boolean freed;

    @SuppressWarnings("try") // the scope works by being there
    AllocatedBuffer(GroupMemory memory, ElementType type, long elements, Consumer<AllocatedBuffer> closing) {
        this.memory = memory;
        this.closing = closing;
        try (PointerScope scope = new PointerScope()) {
            TensorOptions options = new TensorOptions(type.scalarType());
            this.tensor = torch.from_blob(memory.memory().pointer(), new long[] {elements}, options)
                    .retainReference();
        }
    }

    @Override
    public Tensor tensor() {
        return tensor;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closing.accept(this);
        }
    }

    /** On the group's thread, or after it has ended. */
    synchronized void free() {
        if (!freed) {
            freed = true;
            tensor.releaseReference();
            memory.free();
        }
    }
}
