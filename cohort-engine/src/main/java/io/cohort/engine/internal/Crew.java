package io.cohort.engine.internal;

import java.util.concurrent.CompletableFuture;

/** The workers of a gang as things that run: threads, or processes here and on other hosts. Safe for several threads. */
interface Crew {

    /** Done when no worker runs any more. */
    CompletableFuture<Void> ended();

    /** Ends a worker that is lost and will not end by itself. */
    void kill(int rank);

    /** Ends every worker that still runs. */
    void killAll();

    /** Tells those who brought workers from other hosts how the run ended. */
    void announce(String json);

    /** Gives back what the gang held. May be called again. */
    void release();
}
