package io.cohort.comm.internal.message;

import io.cohort.comm.internal.collective.PlainMemory;
import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * A message that came before anybody asked for it.
 *
 * @param payload its bytes when it is small; null when it is an offer
 * @param incoming the payload's way in; null when it is an offer
 */
record EarlyMessage(int sender, Header header, @Nullable PlainMemory payload, @Nullable Incoming incoming) {

    boolean hasArrived() {
        return incoming != null && incoming.isDone();
    }

    void free() {
        if (payload != null) {
            payload.free();
        }
    }
}
