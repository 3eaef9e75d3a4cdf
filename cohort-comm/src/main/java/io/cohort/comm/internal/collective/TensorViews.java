package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;
import io.cohort.torch.ElementType;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Flat tensors over native memory, kept for the next time since a training step reduces the same buckets again. A kept view of memory
 * that is gone does no harm: nothing reads it before the same address is handed out anew.
 *
 * <p>Threading: one thread.
 */
final class TensorViews implements AutoCloseable {

    private static final int KEPT = 2048;

    private final Map<Key, Tensor> views = new Kept();
    private final Map<ElementType, TensorOptions> options = new EnumMap<>(ElementType.class);

    Tensor of(Memory memory, ElementType type) {
        Key key = new Key(memory.address(), memory.bytes(), type);
        Tensor view = views.get(key);
        if (view == null) {
            TensorOptions typed = options.computeIfAbsent(type, t -> new TensorOptions(t.scalarType()));
            view = torch.from_blob(memory.pointer(), new long[] {memory.bytes() / type.bytes()}, typed);
            views.put(key, view);
        }
        return view;
    }

    @Override
    public void close() {
        views.values().forEach(Tensor::close);
        views.clear();
        options.values().forEach(TensorOptions::close);
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
            eldest.getValue().close();
            return true;
        }
    }
}
