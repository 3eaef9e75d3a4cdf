package io.cohort.engine;

import io.cohort.comm.ProcessGroup;
import io.cohort.core.timeline.Timeline;
import java.util.List;

/**
 * The process groups a worker may use. Closed by the engine.
 *
 * <p>Threading: confined to the worker's own thread.
 */
public interface Groups {

    /** All workers of this worker's own role; opened when first asked for. */
    ProcessGroup workers();

    /**
     * A group over all workers of some roles, ranked in the order of the roles; every one of them must ask for it, in the same order as for its other groups.
     *
     * @param name unique in the gang
     * @param roles must include this worker's own
     */
    ProcessGroup across(String name, List<String> roles);

    /**
     * The same over a transport of its own, whatever the gang's other groups use: for comparing two.
     *
     * @param transport as in {@link io.cohort.comm.GroupOptions}
     */
    ProcessGroup across(String name, List<String> roles, String transport);

    /** The worker's own, in which its groups note their operations. */
    Timeline timeline();
}
