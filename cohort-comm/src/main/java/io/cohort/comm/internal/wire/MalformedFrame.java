package io.cohort.comm.internal.wire;

import java.io.IOException;

/** Bytes that no rank of this group would have sent. */
public final class MalformedFrame extends IOException {
    public MalformedFrame(String reason) {
        super(reason);
    }
}
