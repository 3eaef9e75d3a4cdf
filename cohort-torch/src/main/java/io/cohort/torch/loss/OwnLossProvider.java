package io.cohort.torch.loss;

import io.cohort.core.job.JobNode;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.OwnClass;
import java.util.Set;

/** {@code loss: {class: com.acme.Focal}}: a user's own {@link Loss} on the class path, with a public constructor without arguments. */
public final class OwnLossProvider implements LossProvider {

    /** Stands in where the class could not be used; the job is refused before a loss is asked for. */
    private static final Loss REFUSED = (outputs, targets) -> {
        throw new IllegalStateException("the job was refused");
    };

    @Override
    public String name() {
        return "class";
    }

    /** Its author knows what it measures. */
    @Override
    public Set<Task> tasks() {
        return Set.of(Task.values());
    }

    @Override
    public Loss read(JobNode options) {
        return OwnClass.instance(options, Loss.class).orElse(REFUSED);
    }
}
