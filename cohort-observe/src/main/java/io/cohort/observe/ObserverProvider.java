package io.cohort.observe;

import io.cohort.core.job.JobNode;
import java.util.Optional;

/** A way of following a run: the key below {@code observe} in the job file that asks for it. Found through {@link java.util.ServiceLoader}. */
public interface ObserverProvider {

    /** Makes the observer of one run. */
    @FunctionalInterface
    interface Plan {

        /**
         * Takes what may be taken already, such as a port; nothing of the run is written before every observer is open.
         *
         * @throws io.cohort.core.error.UserMistake when it is not to be had
         */
        RunObserver open();
    }

    /** Its key, such as {@code prometheus}. */
    String key();

    /** Reads its own key; empty when it is not asked for. Problems are noted on the node, never thrown. */
    Optional<Plan> read(JobNode observe);
}
