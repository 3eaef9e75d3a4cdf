package io.cohort.comm.internal.message;

import io.cohort.comm.internal.fault.Completion;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.Memory;

/**
 * One message to be sent or received.
 *
 * @param peer the other rank; −1 to receive from whoever sent first
 */
public record Order(boolean sending, int peer, int tag, Fingerprint fingerprint, Memory memory, Completion completion) {

    /** A peer that may be any. */
    public static final int ANY = -1;

    boolean matches(int sender, int sentTag) {
        return tag == sentTag && (peer == sender || peer == ANY);
    }
}
