package io.cohort.comm.internal.message;

import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.wire.Incoming;
import io.cohort.comm.internal.wire.Outgoing;
import org.jspecify.annotations.Nullable;

/** A message order under way. Threading: the thread of the messages. */
final class Pending {

    final Order order;
    final Watch watch;

    /** Set once the last bytes are on their way out. */
    @Nullable
    Outgoing outgoing;

    /** Set once the last bytes are on their way in, into the order's memory. */
    @Nullable
    Incoming incoming;

    /** Set when it was matched with a message that had come before. */
    @Nullable
    EarlyMessage early;

    /** Who it is matched with; −1 until then. */
    int sender = -1;

    /** Which of its sender's messages it is; known once it is matched. */
    long number = MessageNotes.UNNUMBERED;

    final long startNanos;

    Pending(Order order, Watch watch, long startNanos) {
        this.order = order;
        this.watch = watch;
        this.startNanos = startNanos;
    }

    /** The rank waited for; −1 when it may be any. */
    int awaited() {
        return sender >= 0 ? sender : order.peer();
    }
}
