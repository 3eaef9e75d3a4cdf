package io.cohort.comm.internal.message;

import io.cohort.comm.internal.fault.Roster;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.core.timeline.Timeline;

/**
 * Notes messages in the worker's timeline. They say who the other rank is, and no ranks meet in them: a sender may be done before anybody receives.
 *
 * <p>Threading: any thread.
 */
public final class MessageNotes {

    /** The number of a message whose sender's count nobody has told. */
    public static final long UNNUMBERED = 0;

    private final Timeline timeline;
    private final Roster roster;

    public MessageNotes(Timeline timeline, Roster roster) {
        this.timeline = timeline;
        this.roster = roster;
    }

    /** To be handed back when the message that begins now has ended. */
    public long nowNanos() {
        return timeline.nowNanos();
    }

    /**
     * A message has ended well just now.
     *
     * @param peer the other rank; −1 when it is not known
     * @param number which of its sender's messages it is, from 1: the same on both sides
     */
    public void ended(Order order, int peer, long number, long startNanos) {
        Timeline.Named name = name(order.fingerprint(), order.sending() ? " to rank " : " from rank ", peer);
        timeline.operation(name, roster.group(), number, order.memory().bytes(), 0, startNanos);
    }

    /** {@code send float32[1000] to rank 3}; ranks by the gang's numbers. It is kept for a while, so it holds nothing of the order's tensor. */
    private Timeline.Named name(Fingerprint fingerprint, String direction, int peer) {
        int gangRank = roster.gangRank(peer);
        return peer < 0 ? fingerprint : () -> fingerprint.describe() + direction + gangRank;
    }
}
