package io.cohort.comm.internal.fault;

import java.util.List;

/**
 * Who is in a group, for messages that a person can act on.
 *
 * @param group the group's name
 * @param rank this worker's number in the group
 * @param gangRanks the gang's number of each rank
 * @param hosts the host of each rank
 */
public record Roster(String group, int rank, List<Integer> gangRanks, List<String> hosts) {

    public Roster {
        gangRanks = List.copyOf(gangRanks);
        hosts = List.copyOf(hosts);
    }

    public int size() {
        return hosts.size();
    }

    /** The gang's number of a rank of this group; −1 stays −1. */
    public int gangRank(int peer) {
        return peer < 0 ? -1 : gangRanks.get(peer);
    }

    /** A rank by the gang's number and its host: {@code rank 2 (host b)}. */
    public String name(int peer) {
        return "rank " + gangRank(peer) + " (host " + hosts.get(peer) + ")";
    }

    public String self() {
        return name(rank);
    }
}
