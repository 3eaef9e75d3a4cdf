package io.cohort.comm;

import io.cohort.comm.internal.Opening;
import io.cohort.core.timeline.Timeline;

/** Opens process groups. */
public final class ProcessGroups {

    private ProcessGroups() {}

    /**
     * Joins a group; returns when every rank has joined.
     *
     * @throws CommException when a rank does not come or the ranks disagree about the group
     */
    public static ProcessGroup open(GroupOptions options, Rendezvous rendezvous, Liveness liveness) {
        return open(options, rendezvous, liveness, Timeline.usual());
    }

    /**
     * The same, noting every operation in a timeline.
     *
     * @param timeline this worker's
     */
    public static ProcessGroup open(GroupOptions options, Rendezvous rendezvous, Liveness liveness, Timeline timeline) {
        return Opening.open(options, rendezvous, liveness, timeline);
    }
}
