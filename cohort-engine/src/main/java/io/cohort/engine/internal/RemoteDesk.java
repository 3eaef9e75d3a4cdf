package io.cohort.engine.internal;

import io.cohort.comm.Verdict;
import io.cohort.core.event.Event;
import io.cohort.engine.Gang;
import io.cohort.engine.GangListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The places of a gang that workers of other hosts take: who may come, who has come, where each is reached.
 *
 * <p>Ranks of this host come first; then each command that joins gets a block of ranks for its workers, in the order in which commands join.
 * <p>Threading: safe for several threads; guarded by this object's lock, which is never held while the coordinator is called.
 */
final class RemoteDesk {

    private static final HostPort ALONE = new HostPort(HostName.LOOPBACK, 0);

    private final Gang gang;
    private final Coordinator coordinator;
    private final HostPort listen;
    private final List<JoinerSession> joiners = new ArrayList<>();
    private final Map<Integer, WorkerSession> sessions = new LinkedHashMap<>();
    private final RankBlocks free;

    /** The file that was made for this run, and is deleted with it. */
    private @Nullable Path tokenFile;

    private @Nullable String announcement;

    RemoteDesk(Gang gang, Coordinator coordinator) {
        this.gang = gang;
        this.coordinator = coordinator;
        this.free = new RankBlocks(local(), gang.size());
        this.listen = gang.remote() == 0 ? ALONE : HostPort.parse("--listen", gang.listen(), 0);
    }

    HostPort listen() {
        return listen;
    }

    /** How many workers run on this host. */
    int local() {
        return gang.size() - gang.remote();
    }

    /** Where workers of this host reach the launcher. */
    String localHost() {
        return HostName.isWildcard(listen.host()) ? HostName.LOOPBACK : listen.host();
    }

    /** Where others reach a worker; empty when only its own host can tell. */
    String bindAddress(int rank) {
        if (gang.remote() == 0) {
            return HostName.LOOPBACK;
        }
        return rank < local() ? HostName.reachable(listen.host()) : "";
    }

    /** Writes the token where only this user can read it, unless it came from a file, and says where workers may join. */
    synchronized void open(int port, String token, GangListener listener) throws IOException {
        Path given = gang.tokenFile();
        Path file = given == null ? TokenFile.write(token) : given;
        tokenFile = given == null ? file : null;
        String address = new HostPort(HostName.reachable(listen.host()), port).toString();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", address);
        fields.put("tokenFile", file.toString());
        fields.put("remote", gang.remote());
        fields.put(
                "message",
                "waiting for " + gang.remote() + (gang.remote() == 1 ? " worker" : " workers") + ": cohort join "
                        + address + " --workers " + gang.remote() + " --token-file " + file
                        + (gang.options().tls() == null ? "" : " --tls DIR"));
        listener.event(
                new Event("listening", System.currentTimeMillis(), Event.LAUNCHER, coordinator.generation(), fields));
    }

    /** Keeps places in a row for a command that brings workers; none when there are too few. */
    synchronized RankBlocks.Block promise(JoinerSession joiner, int workers) {
        RankBlocks.Block block = workers < 1 ? RankBlocks.Block.NONE : free.take(workers);
        if (block.count() > 0) {
            joiners.add(joiner);
        }
        return block;
    }

    /** Why a command that brings so many workers gets no places. */
    synchronized Message.JoinRefused refusal(int workers) {
        int most = free.longestFree();
        return new Message.JoinRefused(
                "too-many-workers",
                String.valueOf(workers),
                "must be at most " + most + ": so many places in a row are free at the launcher",
                most == 0 ? "Start the launcher with a larger --remote" : "Use --workers " + most);
    }

    Message.WireOptions options() {
        return Message.WireOptions.of(gang.options());
    }

    /** Lets a worker take the place that was kept for it. @return whether there is one */
    boolean admit(int rank, Arrival arrival, WorkerSession session) {
        if (!isPromised(rank, arrival.host()) || !coordinator.join(rank, arrival, session)) {
            return false;
        }
        remember(rank, session);
        return true;
    }

    private synchronized boolean isPromised(int rank, String host) {
        return joiners.stream().anyMatch(joiner -> joiner.brings(rank, host));
    }

    private synchronized void remember(int rank, WorkerSession session) {
        sessions.put(rank, session);
    }

    /** A worker's process on another host has ended before its work was done. */
    void gone(Message.WorkerGone gone) {
        coordinator.lost(gone.rank(), ExitCode.loss(gone.exitCode(), gone.lastLines()));
    }

    /** A command that brought workers is gone, and its workers with it; if none of them had come, others may have their places. */
    void left(JoinerSession joiner) {
        RankBlocks.Block block = joiner.block();
        boolean untouched =
                IntStream.range(block.first(), block.first() + block.count()).allMatch(coordinator::isExpected);
        synchronized (this) {
            if (joiners.remove(joiner) && untouched) {
                free.giveBack(block);
            }
        }
    }

    void cut(int rank) {
        Optional<WorkerSession> session;
        synchronized (this) {
            session = Optional.ofNullable(sessions.get(rank));
        }
        session.ifPresent(WorkerSession::cut);
    }

    synchronized CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(
                sessions.values().stream().map(WorkerSession::gone).toArray(CompletableFuture[]::new));
    }

    /** Tells the joined commands of a verdict. */
    synchronized void outcome(Optional<Verdict> verdict) {
        verdict.ifPresent(v -> joiners.forEach(j -> j.tell(Envelope.of(new Message.Ended(v)))));
    }

    synchronized void announce(String json) {
        announcement = json;
        joiners.forEach(j -> j.tell(Envelope.of(new Message.Announcement(), json)));
    }

    /** Sends those away who still wait, and forgets the token. */
    synchronized void release() {
        if (announcement == null) {
            announce("");
        }
        joiners.forEach(JoinerSession::end);
        joiners.clear();
        if (tokenFile != null) {
            try {
                Files.deleteIfExists(tokenFile);
                tokenFile = null;
            } catch (IOException e) {
                throw new UncheckedIOException("the token file could not be deleted", e);
            }
        }
    }
}
