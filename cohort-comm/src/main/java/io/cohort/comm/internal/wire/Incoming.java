package io.cohort.comm.internal.wire;

/** A payload on its way in. Threading: as its {@link Wire}. */
public interface Incoming {

    boolean isDone();

    /** Where the payload can be read once done: the destination, or the peer's own memory. */
    Memory memory();

    /** Whether {@link #memory} is the peer's own tensor, which may be written to until released if that is what the operation shows it for. */
    boolean isShared();

    /** Lets the peer change its memory again. Needed once after a borrow; harmless otherwise. */
    void release();
}
