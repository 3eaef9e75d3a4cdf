package io.cohort.engine;

import io.cohort.comm.Liveness;
import io.cohort.comm.Rendezvous;
import io.cohort.core.timeline.Timeline;
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

    /** The process groups this worker may use. */
    Groups groups();

    Rendezvous rendezvous();

    Liveness liveness();

    /** Sends an event to the launcher, with this worker's rank and the launcher's time put in. Safe for several threads; never blocks long. */
    void event(String type, Map<String, Object> fields);

    /** Where this worker notes what it spends time on, so that others learn why it was late. */
    Timeline timeline();

    /** Where files of the run go and come from. */
    ArtifactStore artifacts();

    /** Whether the launcher asked the gang to stop at the next good place. Ranks see it at different moments: agree before acting on it. */
    boolean stopRequested();
}
