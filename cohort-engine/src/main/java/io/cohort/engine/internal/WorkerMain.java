package io.cohort.engine.internal;

import io.cohort.comm.Tls;
import io.cohort.comm.TlsFiles;
import io.cohort.comm.Verdict;
import io.cohort.core.json.Json;
import io.cohort.core.timeline.Timeline;
import io.cohort.engine.WorkerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker's process: says hello, waits until the gang begins, runs its entry, and hands back what came of it.
 *
 * <p>Its control stream is its life: when that closes before its work is done, the process halts at once.
 * <p>Threading: the entry runs on the main thread; heartbeats have a thread of their own.
 */
public final class WorkerMain implements ControlStream.Receiver {

    private static final long HEARTBEAT_MS = 500;
    private static final long VERDICT_MS = 5_000;
    private static final long STOP_MS = 2_000;
    private static final long GOODBYE_MS = 2_000;

    private final String host = HostName.local();
    private final boolean remote;
    private final String token;
    private final @Nullable Tls tls;
    private final LauncherClock clock = new LauncherClock();
    private final CompletableFuture<Envelope> welcome = new CompletableFuture<>();
    private final CountDownLatch goodbye = new CountDownLatch(1);
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final Timeline timeline = Timeline.usual();
    private final ProcessPauses pauses = new ProcessPauses(List.of(timeline), HEARTBEAT_MS);
    private final ControlStream stream;
    private final Requests requests;
    private final RemoteLiveness liveness;
    private final LauncherReach reach;
    private volatile boolean done;

    /**
     * How a worker is started.
     *
     * @param launcher where its launcher listens
     * @param rank its number in the gang
     * @param remote whether the launcher is on another host
     * @param tls this host's certificates; {@code null} for none
     */
    record Start(HostPort launcher, int rank, boolean remote, @Nullable TlsFiles tls) {

        String[] arguments() {
            Stream<Object> always = Stream.of(launcher.host(), launcher.port(), rank, remote);
            Stream<Object> files = tls == null ? Stream.of() : Stream.of(tls.ca(), tls.cert(), tls.key());
            return Stream.concat(always, files).map(String::valueOf).toArray(String[]::new);
        }

        static Start of(String[] arguments) {
            return new Start(
                    new HostPort(arguments[0], Integer.parseInt(arguments[1])),
                    Integer.parseInt(arguments[2]),
                    Boolean.parseBoolean(arguments[3]),
                    arguments.length == 4
                            ? null
                            : new TlsFiles(Path.of(arguments[4]), Path.of(arguments[5]), Path.of(arguments[6])));
        }
    }

    private WorkerMain(Start start, String token) {
        this.remote = start.remote;
        this.token = token;
        this.tls = start.tls == null ? null : Tls.load(start.tls);
        this.stream = ControlStream.open(start.launcher.socketAddress(), token, tls, remote, this);
        this.requests = new Requests(stream);
        this.liveness = new RemoteLiveness(stream);
        this.reach = new LauncherReach(start.launcher.socketAddress(), System::nanoTime);
    }

    /**
     * Runs one worker to its end.
     *
     * @param arguments a {@link Start}, written down
     */
    public static void main(String[] arguments) throws Exception {
        Parent.ignoreInterrupts();
        Start start = Start.of(arguments);
        WorkerMain worker = new WorkerMain(start, Parent.secret());
        Parent.onTermination(worker::stopsAnyway);
        System.exit(worker.run(start.rank));
    }

    private int run(int rank) throws Exception {
        stream.send(new Message.Hello(rank, host, ProcessHandle.current().pid()));
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(r -> {
            Thread thread = new Thread(r, "cohort-heart");
            thread.setDaemon(true);
            return thread;
        });
        var unused = heart.scheduleAtFixedRate(this::beat, 0, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
        Envelope begin = welcome.get();
        GangWorker worker = worker((Message.Welcome) begin.message(), begin.text());
        return work(worker, ((Message.Welcome) begin.message()).entry());
    }

    private int work(GangWorker worker, String entryClass) {
        try {
            String result = Entries.create(entryClass, WorkerEntry.class).run(worker);
            worker.closeGroups();
            done = true;
            beat();
            stream.send(Envelope.of(new Message.Done(), result));
            goodbye.await(GOODBYE_MS, TimeUnit.MILLISECONDS);
            return 0;
        } catch (Throwable thrown) {
            Failure.stackTrace(thrown).forEach(System.err::println);
            beat();
            stream.send(new Message.Failed(Failure.of(thrown)));
            // Others must hear why before they see this worker's connections close.
            liveness.awaitVerdict(VERDICT_MS);
            done = true;
            return 1;
        }
    }

    private GangWorker worker(Message.Welcome w, String payload) {
        String bind = w.bindAddress().isEmpty() ? stream.localAddress() : w.bindAddress();
        return new GangWorker(
                new GangWorker.Facts(
                        Seat.of(w.roles()),
                        w.rank(),
                        w.generation(),
                        host,
                        bind,
                        payload,
                        w.options().options(),
                        token,
                        tls),
                new GangWorker.Ties(
                        new RemoteRendezvous(requests),
                        liveness,
                        this::event,
                        new RemoteArtifacts(requests),
                        () -> stopAsked.getCount() == 0,
                        timeline));
    }

    /** One at a time: parts of the timeline go in order. */
    private synchronized void beat() {
        pauses.beat();
        byte[] part = clock.part(timeline);
        stream.send(Envelope.of(new Message.Heartbeat(System.currentTimeMillis()), part));
        if (remote && reach.isLost()) {
            closed(new IOException("its host cannot be reached"));
        }
    }

    private void event(String type, Map<String, Object> fields) {
        stream.awaitReady();
        stream.send(Envelope.of(new Message.EventMessage(type, clock.nowMs()), Json.write(fields)));
    }

    /** Whether the launcher, too, was told to stop. */
    private boolean stopsAnyway() {
        try {
            return stopAsked.await(STOP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void message(Envelope envelope) {
        reach.heard();
        Message message = envelope.message();
        if (message instanceof Message.HeartbeatAnswer beat) {
            clock.answered(beat.workerMs(), beat.launcherMs(), System.currentTimeMillis());
        } else if (message instanceof Message.Answer answer) {
            requests.answered(answer.id(), envelope);
        } else if (message instanceof Message.Refusal refusal) {
            requests.refused(refusal);
        } else if (message instanceof Message.Welcome) {
            welcome.complete(envelope);
        } else if (message instanceof Message.Stop) {
            stopAsked.countDown();
        } else if (message instanceof Message.Ended ended) {
            ended(ended.verdict());
        }
    }

    private void ended(Verdict verdict) {
        liveness.decided(verdict);
        requests.failAll(verdict);
        if (!welcome.isDone()) {
            Runtime.getRuntime().halt(1);
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        goodbye.countDown();
        if (!done) {
            System.err.println(
                    remote && cause != null ? "the launcher is gone: " + cause.getMessage() : "the launcher is gone");
            Runtime.getRuntime().halt(ExitCode.ORPHANED);
        }
    }
}
