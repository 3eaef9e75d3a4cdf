package io.cohort.engine.internal;

import io.cohort.comm.Verdict;

/**
 * The coordinator's way to one worker.
 *
 * <p>Threading: called under the coordinator's lock, so it must not block, must not throw, and must not call back.
 */
interface Link {

    /** Every worker has joined: begin. */
    void begin(int rank);

    /** The launcher asks the worker to stop at the next good place. */
    void stop();

    /** The generation has ended. */
    void verdict(Verdict verdict);
}
