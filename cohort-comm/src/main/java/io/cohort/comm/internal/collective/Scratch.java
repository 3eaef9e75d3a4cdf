package io.cohort.comm.internal.collective;

import io.cohort.comm.internal.wire.Memory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/** Native memory that a group's thread uses again and again: numbered areas that grow to what was once needed. Threading: one thread at a time. */
public final class Scratch implements AutoCloseable {

    private static final long ALIGNMENT = 64;

    private final List<@Nullable BytePointer> areas = new ArrayList<>();

    /** At least so many bytes, aligned to 64; what was in it is lost when it grows. */
    public Memory area(int number, long bytes) {
        if (bytes == 0) {
            return Memory.NONE;
        }
        while (areas.size() <= number) {
            areas.add(null);
        }
        BytePointer area = areas.get(number);
        if (area == null || area.capacity() < bytes + ALIGNMENT) {
            if (area != null) {
                area.releaseReference();
            }
            area = make(bytes + ALIGNMENT);
            areas.set(number, area);
        }
        long aligned = (area.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return new Memory(aligned, bytes);
    }

    /** Kept beyond the scope of whichever thread works now. */
    @SuppressWarnings("try") // the scope works by being there
    private static BytePointer make(long bytes) {
        try (PointerScope scope = new PointerScope()) {
            return new BytePointer(bytes).retainReference();
        }
    }

    @Override
    public void close() {
        for (BytePointer area : areas) {
            if (area != null) {
                area.releaseReference();
            }
        }
        areas.clear();
    }
}
