package io.cohort.comm.internal.wire;

/** A frame on its way out. Done when its memory may be changed again. Threading: as its {@link Wire}. */
public interface Outgoing {

    int peer();

    boolean isDone();

    /** Whether the peer works on this very memory, so that it may also answer in it. The peer's {@link Incoming} says the same. */
    boolean isShared();
}
