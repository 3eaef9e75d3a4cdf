package io.cohort.observe.internal.trace;

import io.cohort.core.job.JobNode;
import io.cohort.observe.ObserverProvider;
import java.util.Optional;

/** {@code trace}: the timeline of all ranks in {@code trace.json} of the run directory. Off unless switched on. */
public final class TraceProvider implements ObserverProvider {

    @Override
    public String key() {
        return "trace";
    }

    @Override
    public Optional<Plan> read(JobNode observe) {
        return observe.flag("trace", false) ? Optional.of(TraceFile::new) : Optional.empty();
    }
}
