package io.cohort.comm.internal;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.Liveness;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.Rendezvous;

/** Lets ranks of one process play that they are on several hosts. */
public final class PlayedHosts {

    private PlayedHosts() {}

    public static ProcessGroup open(GroupOptions options, Rendezvous rendezvous, Liveness liveness, String host) {
        return Opening.open(options, rendezvous, liveness, HostIdentity.played(host));
    }
}
