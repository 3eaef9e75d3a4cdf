package io.cohort.comm.internal.hosts;

import io.cohort.comm.internal.collective.Transport;
import io.cohort.comm.internal.shm.SharedOpening;
import io.cohort.comm.internal.shm.ShmTransport;
import io.cohort.comm.internal.tcp.TcpTransport;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Meeting;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a group over several hosts of which some have several ranks. Every rank comes to the same answer.
 *
 * <ol>
 *   <li>The ranks of each host open shared memory between them.
 *   <li>All tell all how that went; where one host could not, all use sockets alone.
 *   <li>Ranks of different hosts connect.
 * </ol>
 */
public final class HostsOpening {

    private static final Logger LOG = LoggerFactory.getLogger(HostsOpening.class);
    private static final byte[] SHARED = "shared".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOT_SHARED = "not shared".getBytes(StandardCharsets.UTF_8);

    private final HostLayout layout;
    private final int rank;
    private final HeaderCodec codec;
    private final Meeting everyone;

    public HostsOpening(HostLayout layout, int rank, HeaderCodec codec, Meeting everyone) {
        this.layout = layout;
        this.rank = rank;
        this.codec = codec;
        this.everyone = everyone;
    }

    /** Connects to the peers that it is told to. */
    @FunctionalInterface
    public interface Connecting {
        TcpTransport connect(IntPredicate peers);
    }

    /**
     * Opens; with sockets alone where memory cannot be shared.
     *
     * @param neighbours how the ranks of this host meet, by their numbers on it
     */
    public Transport open(NeighbourMeetings neighbours, Connecting connecting) {
        List<Integer> here = layout.neighbours(rank);
        Optional<ShmTransport> shared = here.size() == 1
                ? Optional.empty()
                : new SharedOpening(here.indexOf(rank), here.size(), codec, neighbours.of(here)).open();
        boolean keep = false;
        try {
            if (!haveAllShared(here.size() == 1 || shared.isPresent())) {
                return connecting.connect(peer -> true);
            }
            TcpTransport sockets = connecting.connect(peer -> !here.contains(peer));
            keep = true;
            return new HostsTransport(layout, rank, shared, sockets);
        } finally {
            if (!keep) {
                shared.ifPresent(HostsOpening::discard);
            }
        }
    }

    private boolean haveAllShared(boolean own) {
        List<byte[]> told = everyone.exchange("hosts-shared", own ? SHARED : NOT_SHARED);
        boolean all = told.stream().allMatch(answer -> Arrays.equals(answer, SHARED));
        if (!all) {
            LOG.info("Not all hosts can share memory between their ranks: all use sockets");
        }
        return all;
    }

    private static void discard(ShmTransport shared) {
        shared.collectives().close();
        shared.messages().close();
        shared.close();
    }

    /** Gives the meeting of some ranks. */
    @FunctionalInterface
    public interface NeighbourMeetings {
        Meeting of(List<Integer> ranks);
    }
}
