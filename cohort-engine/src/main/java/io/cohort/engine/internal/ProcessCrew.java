package io.cohort.engine.internal;

import io.cohort.core.error.RunFailed;
import io.cohort.engine.ArtifactStore;
import io.cohort.engine.Gang;
import io.cohort.engine.GangListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Workers as processes of this host, and those that joined from others.
 *
 * <p>Threading: safe for several threads. Failure: what ends on its own is told to the coordinator.
 */
final class ProcessCrew implements Crew, Control {

    private static final int INTERRUPTED = 130;
    private static final long RELEASE_MS = 2_000;

    private final Gang gang;
    private final GangListener listener;
    private final ArtifactStore artifacts;
    private final Coordinator coordinator;
    private final String token;
    private final ControlServer server;
    private final RemoteDesk remotes;
    private final ExecutorService fileThread = Executors.newSingleThreadExecutor(r -> {
        Thread thread = new Thread(r, "cohort-files");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Integer, ChildProcess> children = new ConcurrentHashMap<>();
    private final List<WorkerSession> sessions = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<?>> childEnds = new ArrayList<>();

    /** Begins to listen. @throws io.cohort.core.error.UserMistake when the address to listen at cannot be used */
    ProcessCrew(Gang gang, GangListener listener, ArtifactStore artifacts, Coordinator coordinator) {
        this.gang = gang;
        this.listener = listener;
        this.artifacts = artifacts;
        this.coordinator = coordinator;
        this.token = gang.tokenFile() == null ? Wire.newToken() : TokenFile.read(gang.tokenFile());
        this.remotes = new RemoteDesk(gang, coordinator);
        this.server = ControlServer.open(remotes.listen(), token, GangRules.tls(gang), this::session);
        var unused = coordinator.outcome().whenComplete((results, failure) -> remotes.outcome(coordinator.verdict()));
    }

    /** Starts the workers of this host, and tells where the others may join. */
    void start() {
        try {
            if (gang.remote() > 0) {
                remotes.open(server.port(), token, listener);
            }
            JvmCommand jvm = new JvmCommand(gang.options(), remotes.local());
            for (int rank = 0; rank < remotes.local(); rank++) {
                start(rank, jvm);
            }
        } catch (IOException e) {
            killAll();
            release();
            throw new RunFailed(
                    "cannot-start-workers",
                    "a worker's process could not be started: " + e.getMessage(),
                    "Look at the limits of processes and memory, and at the space in "
                            + System.getProperty("java.io.tmpdir"),
                    -1,
                    e);
        }
    }

    private void start(int rank, JvmCommand jvm) throws IOException {
        WorkerMain.Start how = new WorkerMain.Start(
                new HostPort(remotes.localHost(), server.port()),
                rank,
                false,
                gang.options().tls());
        ProcessBuilder command = jvm.command(WorkerMain.class, how.arguments());
        ChildProcess child = ChildProcess.start(command, token, line -> listener.log(rank, line));
        children.put(rank, child);
        childEnds.add(child.ended().thenAccept(code -> ended(rank, child, code)));
    }

    private void ended(int rank, ChildProcess child, int code) {
        if (code == INTERRUPTED && coordinator.stopRequested()) {
            coordinator.stop("rank " + rank + " was interrupted before its work began", "Start the run again.");
        }
        coordinator.lost(rank, ExitCode.loss(code, child.lastLines()));
    }

    private ControlServer.Session session(Outbound out) {
        return new FirstWord(first ->
                first instanceof Message.JoinHello ? new JoinerSession(remotes, out) : new WorkerSession(this, out));
    }

    @Override
    public int admit(Message.Hello hello, WorkerSession session) {
        sessions.add(session);
        Arrival arrival = new Arrival(hello.host(), hello.pid(), true);
        boolean welcome = hello.rank() >= remotes.local()
                ? remotes.admit(hello.rank(), arrival, session)
                : hello.rank() >= 0 && coordinator.join(hello.rank(), arrival, session);
        return welcome ? hello.rank() : -1;
    }

    @Override
    public Envelope welcome(int rank) {
        return Envelope.of(
                new Message.Welcome(
                        rank,
                        gang.roles(),
                        coordinator.generation(),
                        gang.entry().getName(),
                        remotes.bindAddress(rank),
                        Message.WireOptions.of(gang.options())),
                gang.payload());
    }

    @Override
    public Coordinator coordinator() {
        return coordinator;
    }

    @Override
    public GangListener listener() {
        return listener;
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts;
    }

    @Override
    public Executor fileThread() {
        return fileThread;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(
                CompletableFuture.allOf(childEnds.toArray(CompletableFuture[]::new)), remotes.ended());
    }

    @Override
    public void kill(int rank) {
        ChildProcess child = children.get(rank);
        if (child != null) {
            child.kill();
        }
        remotes.cut(rank);
    }

    @Override
    public void killAll() {
        for (int rank = 0; rank < gang.size(); rank++) {
            kill(rank);
        }
    }

    @Override
    public void announce(String json) {
        remotes.announce(json);
    }

    /** Closes the door, then sees to it that what workers left open of their files is cleared away. */
    @Override
    public void release() {
        remotes.release();
        server.close();
        CompletableFuture<Void> gone = CompletableFuture.allOf(
                sessions.stream().map(WorkerSession::gone).toArray(CompletableFuture[]::new));
        try {
            gone.completeOnTimeout(null, RELEASE_MS, TimeUnit.MILLISECONDS).join();
            fileThread.shutdown();
            fileThread.awaitTermination(RELEASE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
