package io.cohort.engine.internal;

import java.lang.reflect.InvocationTargetException;

/** Makes what a user wrote from its class. */
final class Entries {

    private Entries() {}

    /** A new one from the class with this name. */
    static <T> T create(String className, Class<T> type) throws ReflectiveOperationException {
        return create(Class.forName(className).asSubclass(type));
    }

    /** A new one. @throws ReflectiveOperationException saying that a public constructor without arguments is missing */
    static <T> T create(Class<? extends T> entry) throws ReflectiveOperationException {
        try {
            return entry.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(
                    "the constructor of " + entry.getName() + " threw " + e.getCause(), e);
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new ReflectiveOperationException(
                    entry.getName() + " must be a public class with a public constructor without arguments", e);
        }
    }
}
