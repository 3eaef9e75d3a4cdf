package io.cohort.torch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Native memory that outlives the method which makes it: a model, a buffer, an optimizer's state. Closed by its owner. What lives only within a
 * method or a step belongs to a {@link PointerScope} in a try-with-resources instead.
 *
 * <p>With {@code -Dcohort.leaks=true} every owner that was not closed can be listed with the place that made it ({@link #unclosed}).
 *
 * <p>Threading: one thread at a time; may be closed by another thread than the one that made it.
 */
public final class OwnedMemory implements AutoCloseable {

    private static final boolean TRACKING = Boolean.getBoolean("cohort.leaks");
    private static final Map<OwnedMemory, Throwable> OPEN = new ConcurrentHashMap<>();

    private final Deque<PointerScope> scopes = new ArrayDeque<>();

    public OwnedMemory() {
        if (TRACKING) {
            OPEN.put(this, new Throwable("made here and not closed"));
        }
    }

    /** Runs something and owns every pointer made meanwhile on this thread, unless it threw. */
    public <T> T own(Supplier<T> maker) {
        try (PointerScope scope = new PointerScope()) {
            T made = maker.get();
            scope.extend(); // the try's close only takes it off the thread's stack
            scopes.push(scope);
            return made;
        }
    }

    @Override
    public void close() {
        while (!scopes.isEmpty()) {
            scopes.pop().close();
        }
        OPEN.remove(this);
    }

    /** Where the owners that are still open were made; empty unless {@code -Dcohort.leaks=true}. */
    public static List<Throwable> unclosed() {
        return List.copyOf(OPEN.values());
    }

    /** How many native objects are alive in this process. */
    public static long livePointers() {
        return Pointer.totalCount();
    }
}
