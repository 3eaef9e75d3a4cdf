package io.cohort.comm.internal.hosts;

import io.cohort.comm.internal.collective.HostGrid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which ranks share a host.
 *
 * @param hosts the ranks of each host, ascending, in the order of the first of them
 */
public record HostLayout(List<List<Integer>> hosts) {

    public HostLayout {
        hosts = hosts.stream().map(List::copyOf).toList();
    }

    /**
     * Finds the hosts.
     *
     * @param memories what each rank shares with the others of its host and with nobody else
     */
    public static HostLayout of(List<String> memories) {
        Map<String, List<Integer>> ranks = new LinkedHashMap<>();
        for (int rank = 0; rank < memories.size(); rank++) {
            ranks.computeIfAbsent(memories.get(rank), memory -> new ArrayList<>())
                    .add(rank);
        }
        return new HostLayout(List.copyOf(ranks.values()));
    }

    public boolean isOneHost() {
        return hosts.size() == 1;
    }

    /** Whether some ranks share a host and others do not. */
    public boolean isMixed() {
        return !isOneHost() && hosts.stream().anyMatch(ranks -> ranks.size() > 1);
    }

    int size() {
        return hosts.stream().mapToInt(List::size).sum();
    }

    /** The ranks on a rank's host. */
    List<Integer> neighbours(int rank) {
        return hosts.stream().filter(ranks -> ranks.contains(rank)).findFirst().orElseThrow();
    }

    Optional<HostGrid> grid() {
        return HostGrid.of(hosts);
    }
}
