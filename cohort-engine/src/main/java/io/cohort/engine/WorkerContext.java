package io.cohort.engine;

import io.cohort.comm.Liveness;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.Rendezvous;
import java.util.Map;

/**
 * All that a worker knows of the world. It cannot tell whether it is a thread, a process or a Spark task, and sees no run directory.
 *
 * <p>Threading: confined to the worker's own thread unless said otherwise.
 */
public interface WorkerContext {

    WorkerId id();

    /** This worker's number in the gang, from 0, in its generation. */
    int rank();

    /** Workers in the gang, of all roles. */
    int size();

    int generation();

    String role();

    String host();

    /** What the launcher handed over: the resolved job. */
    String payload();

    EngineOptions options();

    /** The group of all workers of this worker's role, opened when first asked for and closed by the engine. */
    ProcessGroup group();

    /** Opens a further group over the workers of this role, on a thread of its own; every worker of the role asks in the same order. Closed by the engine. */
    ProcessGroup group(String name);

    /** What a strategy may use of the above. */
    default Groups groups() {
        return new Groups() {
            @Override
            public ProcessGroup workers() {
                return group();
            }

            @Override
            public ProcessGroup across(String name, java.util.List<String> roles) {
                throw new UnsupportedOperationException(name);
            }
        };
    }

    Rendezvous rendezvous();

    Liveness liveness();

    /** Sends an event to the launcher, with this worker's rank and the launcher's time put in. Safe for several threads; never blocks long. */
    void event(String type, Map<String, Object> fields);

    /** Where files of the run go and come from. */
    ArtifactStore artifacts();

    /** Whether the launcher asked the gang to stop at the next good place. Ranks see it at different moments: agree before acting on it. */
    boolean stopRequested();
}
