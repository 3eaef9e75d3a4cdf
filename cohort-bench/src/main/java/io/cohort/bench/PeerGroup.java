package io.cohort.bench;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ProcessGroups;
import io.cohort.engine.WorkerContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** Opens the group that ours is held against: over another transport, or over sockets that encrypt nothing where ours do. */
final class PeerGroup {

    private static final String NAME = "peer";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int TOKEN_BYTES = 32;

    private PeerGroup() {}

    /**
     * Called by every worker.
     *
     * @param encrypted whether the run encrypts
     */
    static ProcessGroup open(WorkerContext worker, boolean encrypted, String transport) {
        return encrypted && transport.equals("tcp")
                ? plain(worker)
                : worker.groups().across(NAME, List.of(worker.role()), transport);
    }

    /** A run that encrypts has no such group: this one is made by hand, on this host, with a token of its own. */
    private static ProcessGroup plain(WorkerContext worker) {
        return ProcessGroups.open(
                new GroupOptions(
                        NAME,
                        worker.rank(),
                        worker.size(),
                        worker.generation(),
                        "tcp",
                        worker.options().algorithm(),
                        LOOPBACK,
                        worker.options().timeout(),
                        token(worker)),
                worker.rendezvous(),
                worker.liveness(),
                worker.timeline());
    }

    /** Rank 0's; the others hear of it at the launcher's board, which is encrypted. */
    private static String token(WorkerContext worker) {
        String key = "bench/token";
        if (worker.rank() == 0) {
            byte[] secret = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(secret);
            String token = HexFormat.of().formatHex(secret);
            worker.rendezvous().put(key, token.getBytes(StandardCharsets.UTF_8));
            return token;
        }
        byte[] told = worker.rendezvous().get(key, worker.options().timeout());
        return new String(told, StandardCharsets.UTF_8);
    }
}
