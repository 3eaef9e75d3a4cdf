package io.cohort.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM while a run goes on: the first asks it to stop and keep a checkpoint, the second ends the process at once. Closing
 * brings back what was before. Where a JVM has no {@code sun.misc.Signal}, which Java has no other way for and javac warns of by name, both
 * end the process as they always do.
 *
 * <p>Threading: signals come on a thread of the JVM's; both actions must be safe there.
 */
final class StopSignals implements AutoCloseable {

    /** What a process that was interrupted exits with. */
    static final int INTERRUPTED = 130;

    private final AtomicInteger count = new AtomicInteger();
    private final Runnable stop;
    private final IntConsumer end;
    private final List<Former> former = new ArrayList<>();

    /** A signal and who heard it before. */
    private record Former(Object signal, @Nullable Object handler) {}

    /** @param end ends the process with a code */
    StopSignals(Runnable stop, IntConsumer end) {
        this.stop = stop;
        this.end = end;
        try {
            for (String name : List.of("INT", "TERM")) {
                Object signal = Class.forName("sun.misc.Signal")
                        .getConstructor(String.class)
                        .newInstance(name);
                former.add(new Former(signal, handle(signal, handler())));
            }
        } catch (ReflectiveOperationException e) {
            close();
        }
    }

    private Object handler() throws ClassNotFoundException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("handle")) {
                received();
                return null;
            }
            return method.invoke(this, args);
        });
    }

    private static @Nullable Object handle(Object signal, @Nullable Object handler)
            throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        Method handle = signal.getClass().getMethod("handle", signal.getClass(), type);
        return handle.invoke(null, signal, handler);
    }

    private void received() {
        if (count.incrementAndGet() == 1) {
            stop.run();
        } else {
            end.accept(INTERRUPTED);
        }
    }

    @Override
    public void close() {
        for (Former one : former) {
            try {
                handle(one.signal(), one.handler());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the handler of " + one.signal() + " cannot be put back", e);
            }
        }
        former.clear();
    }
}
