package io.cohort.engine.internal;

import io.cohort.engine.ArtifactStore;
import io.cohort.engine.GangListener;
import java.util.concurrent.Executor;

/** What a worker's session needs of its gang. */
interface Control {

    Coordinator coordinator();

    GangListener listener();

    ArtifactStore artifacts();

    /** Where files are written: one thread, so that a slow disk holds up no heartbeat. */
    Executor fileThread();

    /** Gives a worker its place. @return its rank; −1 when there is none for it */
    int admit(Message.Hello hello, WorkerSession session);

    /** What a worker is told when the gang begins. */
    Envelope welcome(int rank);
}
