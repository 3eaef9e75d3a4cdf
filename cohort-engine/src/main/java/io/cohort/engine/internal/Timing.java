package io.cohort.engine.internal;

/**
 * How long a coordinator waits for what, in milliseconds.
 *
 * @param deadAfterMs a worker that must send heartbeats and sends none for so long is dead
 * @param collectMs how long the other ranks are heard after a first suspicion, before a verdict
 * @param lateAfterMs how long ranks report waiting for another before a warning names it
 * @param endedGraceMs how long ranks may wait for one that has ended well, since its last bytes may still be on their way
 * @param joinMs how long workers may take to join
 */
record Timing(long deadAfterMs, long collectMs, long lateAfterMs, long endedGraceMs, long joinMs) {

    /** A stopped worker ends the run in about six seconds, a late one brings a warning within ten. */
    static final Timing USUAL = new Timing(5_000, 1_000, 8_000, 2_000, 120_000);

    Timing withJoinMs(long joinMs) {
        return new Timing(deadAfterMs, collectMs, lateAfterMs, endedGraceMs, joinMs);
    }
}
