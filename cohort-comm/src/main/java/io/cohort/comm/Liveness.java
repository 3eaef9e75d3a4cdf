package io.cohort.comm;

import java.util.Optional;

/**
 * Who is dead, and what was decided about it. Implemented by the engine.
 *
 * <p>Threading: safe for several threads; {@code verdict} is cheap enough for a spinning loop.
 */
public interface Liveness {

    /** The verdict that ended this generation, once there is one. */
    Optional<Verdict> verdict();

    /**
     * Reports what this rank saw go wrong (a closed connection, another operation than its own). The coordinator decides; its verdict
     * comes back through {@link #verdict()}. Never blocks.
     */
    void report(Suspicion suspicion);

    /** Tells what this rank does now, so that a coordinator can name who is late or gone astray. Cheap; called when a wait gets long and when the state changes after that. */
    void waiting(OperationState state);

    /**
     * What one rank saw go wrong.
     *
     * @param kind as in {@link Verdict}
     * @param suspect the rank it concerns, in gang ranks; −1 when unknown
     * @param state this rank's operation
     * @param detail what was expected and what was seen
     */
    record Suspicion(String kind, int suspect, OperationState state, String detail) {}
}
