package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;
import io.cohort.torch.ElementType;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Flat tensors over native memory, kept for the next time since a training step reduces the same buckets again. A kept view of memory
 * that is gone does no harm: nothing reads it before the same address is handed out anew.
 *
 * <p>Threading: one thread at a time.
 */
final class TensorViews implements AutoCloseable {

    private static final int KEPT = 2048;

    private final Map<Key, Tensor> views = new Kept();
    private final Map<ElementType, TensorOptions> options = new EnumMap<>(ElementType.class);

    Tensor of(Memory memory, ElementType type) {
        Key key = new Key(memory.address(), memory.bytes(), type);
        Tensor view = views.get(key);
        if (view == null) {
            view = make(memory, type);
            views.put(key, view);
        }
        return view;
    }

    /** Kept beyond the scope of whichever thread works now. */
    @SuppressWarnings("try") // the scope works by being there
    private Tensor make(Memory memory, ElementType type) {
        try (PointerScope scope = new PointerScope()) {
            TensorOptions typed =
                    options.computeIfAbsent(type, t -> new TensorOptions(t.scalarType()).retainReference());
            return torch.from_blob(memory.pointer(), new long[] {memory.bytes() / type.bytes()}, typed)
                    .retainReference();
        }
    }

    @Override
    public void close() {
        views.values().forEach(Tensor::releaseReference);
        views.clear();
        options.values().forEach(TensorOptions::releaseReference);
        options.clear();
    }

    private record Key(long address, long bytes, ElementType type) {}

    private static final class Kept extends LinkedHashMap<Key, Tensor> {
        Kept() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Tensor> eldest) {
            if (size() <= KEPT) {
                return false;
            }
            eldest.getValue().releaseReference();
            return true;
        }
    }
}
