package io.cohort.torch.model;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.DataSpec;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.bytedeco.pytorch.Module;
import org.jspecify.annotations.Nullable;

/** {@code model: {class: com.acme.Net}}: a user's own class on the class path. */
public final class OwnModelProvider implements ModelProvider {

    @Override
    public String name() {
        return "class";
    }

    @Override
    public Recipe read(JobNode options) {
        String className = options.requiredText("class");
        return new OwnRecipe(className.isEmpty() ? null : constructor(options, className));
    }

    private static @Nullable Constructor<?> constructor(JobNode options, String className) {
        try {
            Class<?> found =
                    Class.forName(className, false, Thread.currentThread().getContextClassLoader());
            if (!Model.class.isAssignableFrom(found) || !Module.class.isAssignableFrom(found)) {
                options.problem(
                        "class", "must extend org.bytedeco.pytorch.Module and implement " + Model.class.getName(), "");
                return null;
            }
            return found.getConstructor(DataSpec.class);
        } catch (ClassNotFoundException missing) {
            options.problem("class", "is not on the class path", "Put its jar on the class path of the launcher");
        } catch (NoSuchMethodException missing) {
            options.problem("class", "needs a public constructor that takes a " + DataSpec.class.getName(), "Add one");
        }
        return null;
    }

    private record OwnRecipe(@Nullable Constructor<?> constructor) implements Recipe {
        @Override
        public void check(DataSpec data) {}

        @Override
        public Model build(DataSpec data) {
            if (constructor == null) {
                throw new IllegalStateException("the job was refused");
            }
            try {
                return (Model) constructor.newInstance(data);
            } catch (InvocationTargetException failed) {
                throw new IllegalStateException(
                        "the constructor of " + constructor.getDeclaringClass().getName() + " failed: "
                                + failed.getCause(),
                        failed.getCause());
            } catch (ReflectiveOperationException failed) {
                throw new IllegalStateException(
                        "cannot construct " + constructor.getDeclaringClass().getName(), failed);
            }
        }
    }
}
