package io.cohort.torch.internal;

import io.cohort.core.job.JobNode;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;

/** Makes an object of a class that a job names, such as {@code data: {class: com.acme.MyData}}. */
public final class OwnClass {

    private static final String KEY = "class";

    private OwnClass() {}

    /**
     * An object of the class under {@code class}, made by its public constructor without arguments.
     *
     * @param kind what it must be
     * @return empty when it cannot be made; the reason is then noted on the node
     */
    public static <T> Optional<T> instance(JobNode options, Class<T> kind) {
        String name = options.requiredText(KEY);
        return name.isEmpty() ? Optional.empty() : instance(options, name, kind);
    }

    /** Objects of all the classes under {@code class}, of which there may be none, one or a list. */
    public static <T> List<T> instances(JobNode options, Class<T> kind) {
        return options.texts(KEY, List.of()).stream()
                .flatMap(name -> instance(options, name, kind).stream())
                .toList();
    }

    private static <T> Optional<T> instance(JobNode options, String name, Class<T> kind) {
        try {
            Class<?> found = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            if (!kind.isAssignableFrom(found)) {
                options.problem(KEY, "must implement " + kind.getName(), "");
                return Optional.empty();
            }
            return Optional.of(kind.cast(found.getConstructor().newInstance()));
        } catch (ClassNotFoundException | LinkageError e) {
            options.problem(KEY, "is not on the class path", "Put its jar on the class path of the launcher");
        } catch (InvocationTargetException e) {
            options.problem(KEY, "its constructor failed: " + e.getCause(), "Mend the class");
        } catch (ReflectiveOperationException e) {
            options.problem(
                    KEY, "must be a public class with a public constructor without arguments", "Add the constructor");
        }
        return Optional.empty();
    }
}
