package io.cohort.comm.internal.collective;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Ranks that lie on hosts as in a table: equally many on each, a power of two, and in a row. Each host's ranks then are a whole subtree of the contracted order
 * of summation, so that what a host has combined by itself is a partial result of that order.
 *
 * @param hosts how many hosts, at least two
 * @param localRanks how many ranks on each, at least two
 */
public record HostGrid(int hosts, int localRanks) {

    /**
     * The table, if the ranks lie so.
     *
     * @param ranksByHost the ranks of each host, ascending, in the order of the first of them
     */
    public static Optional<HostGrid> of(List<List<Integer>> ranksByHost) {
        int localRanks = ranksByHost.get(0).size();
        if (ranksByHost.size() < 2 || localRanks < 2 || Integer.bitCount(localRanks) != 1) {
            return Optional.empty();
        }
        HostGrid grid = new HostGrid(ranksByHost.size(), localRanks);
        boolean inRows = IntStream.range(0, grid.hosts)
                .allMatch(host -> ranksByHost.get(host).equals(grid.inside(host * localRanks)));
        return inRows ? Optional.of(grid) : Optional.empty();
    }

    /** The ranks on a rank's host. */
    List<Integer> inside(int rank) {
        int first = rank / localRanks * localRanks;
        return IntStream.range(first, first + localRanks).boxed().toList();
    }

    /** The ranks that have the same place on their hosts, in the order of hosts. */
    List<Integer> between(int rank) {
        return IntStream.range(0, hosts)
                .mapToObj(host -> host * localRanks + rank % localRanks)
                .toList();
    }
}
