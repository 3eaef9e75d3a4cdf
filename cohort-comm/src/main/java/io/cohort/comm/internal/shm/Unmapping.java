package io.cohort.comm.internal.shm;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Gives mapped memory back at once. Java 17 leaves that to the garbage collector, which sees a small heap and no reason to hurry while
 * gigabytes stay mapped.
 */
final class Unmapping {

    private static final Object UNSAFE;
    private static final Method INVOKE_CLEANER;

    static {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            UNSAFE = field.get(null);
            INVOKE_CLEANER = type.getMethod("invokeCleaner", ByteBuffer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Unmapping() {}

    /** The buffer must never be touched again. */
    static void unmap(ByteBuffer mapped) {
        try {
            INVOKE_CLEANER.invoke(UNSAFE, mapped);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("mapped memory cannot be given back", e);
        }
    }
}
