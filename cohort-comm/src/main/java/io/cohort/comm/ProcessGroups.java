package io.cohort.comm;

import io.cohort.comm.internal.Opening;

/** Opens process groups. */
public final class ProcessGroups {

    private ProcessGroups() {}

    /**
     * Joins a group; returns when every rank has joined.
     *
     * @throws CommException when a rank does not come or the ranks disagree about the group
     */
    public static ProcessGroup open(GroupOptions options, Rendezvous rendezvous, Liveness liveness) {
        return Opening.open(options, rendezvous, liveness);
    }
}
