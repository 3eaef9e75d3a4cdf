package io.cohort.observe.internal.tensorboard;

import io.cohort.core.job.JobNode;
import io.cohort.observe.ObserverProvider;
import java.util.Optional;

/** {@code tensorboard}: an event file in {@code tensorboard/} below the run directory. Off unless switched on. */
public final class TensorBoardProvider implements ObserverProvider {

    @Override
    public String key() {
        return "tensorboard";
    }

    @Override
    public Optional<Plan> read(JobNode observe) {
        return observe.flag("tensorboard", false) ? Optional.of(TensorBoardFile::new) : Optional.empty();
    }
}
