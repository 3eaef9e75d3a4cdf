package io.cohort.engine.internal;

import io.cohort.comm.CommException;
import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.Rendezvous;
import io.cohort.comm.Tls;
import io.cohort.comm.Verdict;
import io.cohort.core.event.Event;
import io.cohort.core.timeline.Timeline;
import io.cohort.core.timeline.TimelinePart;
import io.cohort.engine.ArtifactStore;
import io.cohort.engine.Gang;
import io.cohort.engine.GangListener;
import io.cohort.engine.WorkerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Workers as threads of the launcher, on the coordinator itself. A thread that ignores its interrupt cannot be ended; it is a daemon. */
final class ThreadCrew implements Crew {

    private static final long BEAT_MS = 500;

    private final Gang gang;
    private final GangListener listener;
    private final ArtifactStore artifacts;
    private final Coordinator coordinator;
    private final String token = Wire.newToken();
    private final @Nullable Tls tls;
    private final String host = HostName.local();
    private final CountDownLatch everyoneIsThere = new CountDownLatch(1);
    private final List<CompletableFuture<Void>> ends;
    private final List<Thread> threads;
    private final List<Timeline> timelines;
    private final ProcessPauses pauses;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(ThreadCrew::heartThread);

    ThreadCrew(Gang gang, GangListener listener, ArtifactStore artifacts, Coordinator coordinator) {
        this.gang = gang;
        this.listener = listener;
        this.artifacts = artifacts;
        this.coordinator = coordinator;
        this.tls = GangRules.tls(gang);
        this.ends = IntStream.range(0, gang.size())
                .mapToObj(r -> new CompletableFuture<Void>())
                .toList();
        this.timelines =
                IntStream.range(0, gang.size()).mapToObj(r -> Timeline.usual()).toList();
        this.pauses = new ProcessPauses(timelines, BEAT_MS);
        this.threads = IntStream.range(0, gang.size()).mapToObj(this::thread).toList();
    }

    void start() {
        threads.forEach(Thread::start);
        var unused = heart.scheduleAtFixedRate(this::beat, BEAT_MS, BEAT_MS, TimeUnit.MILLISECONDS);
        Arrival here = new Arrival(host, ProcessHandle.current().pid(), false);
        for (int rank = 0; rank < gang.size(); rank++) {
            coordinator.join(rank, here, new ThreadLink());
        }
    }

    private static Thread heartThread(Runnable work) {
        Thread thread = new Thread(work, "cohort-heart");
        thread.setDaemon(true);
        return thread;
    }

    private void beat() {
        pauses.beat();
        for (int rank = 0; rank < timelines.size(); rank++) {
            tell(rank);
        }
    }

    /** One at a time: parts of a timeline go in order. */
    private synchronized void tell(int rank) {
        TimelinePart part = timelines.get(rank).drain(LauncherClock.unixNanos());
        coordinator.timeline(rank, part);
        listener.timeline(rank, part);
    }

    private Thread thread(int rank) {
        Thread thread = new Thread(
                () -> run(rank), gang.name() + "-" + coordinator.seat(rank).id().value());
        thread.setDaemon(true);
        return thread;
    }

    private void run(int rank) {
        GangWorker worker = new GangWorker(facts(rank), ties(rank));
        try {
            everyoneIsThere.await();
            coordinator.verdict().ifPresent(v -> {
                throw new CommException(v);
            });
            WorkerEntry entry = Entries.create(gang.entry());
            String result = entry.run(worker);
            worker.closeGroups();
            tell(rank);
            coordinator.ended(rank, result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            coordinator.failed(rank, Failure.of(e));
        } catch (Throwable e) {
            Failure.stackTrace(e).forEach(line -> listener.log(rank, line));
            coordinator.failed(rank, Failure.of(e));
            awaitVerdict();
            worker.closeGroups();
        } finally {
            ends.get(rank).complete(null);
        }
    }

    /** Others must hear why before they see connections close. */
    private void awaitVerdict() {
        try {
            coordinator.outcome().exceptionally(e -> List.of()).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private GangWorker.Facts facts(int rank) {
        return new GangWorker.Facts(
                Seat.of(gang.roles()),
                rank,
                coordinator.generation(),
                host,
                HostName.LOOPBACK,
                gang.payload(),
                gang.options(),
                token,
                tls);
    }

    private GangWorker.Ties ties(int rank) {
        return new GangWorker.Ties(
                new DirectRendezvous(coordinator, rank),
                new DirectLiveness(coordinator, rank),
                (type, fields) -> event(rank, type, fields),
                artifacts,
                coordinator::stopRequested,
                timelines.get(rank));
    }

    private void event(int rank, String type, Map<String, Object> fields) {
        listener.event(new Event(type, System.currentTimeMillis(), rank, coordinator.generation(), fields));
    }

    @Override
    public CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    @Override
    public void kill(int rank) {
        threads.get(rank).interrupt();
    }

    @Override
    public void killAll() {
        threads.forEach(Thread::interrupt);
    }

    @Override
    public void announce(String json) {
        // Threads have no launcher elsewhere that could be told.
    }

    @Override
    public void release() {
        heart.shutdownNow();
        pauses.close();
        killAll();
    }

    private final class ThreadLink implements Link {

        @Override
        public void begin(int rank) {
            everyoneIsThere.countDown();
        }

        @Override
        public void stop() {
            // The workers ask the coordinator.
        }

        @Override
        public void verdict(Verdict verdict) {
            everyoneIsThere.countDown();
        }
    }

    private record DirectRendezvous(Coordinator coordinator, int rank) implements Rendezvous {

        @Override
        public void put(String key, byte[] value) {
            coordinator.put(key, value);
        }

        @Override
        public byte[] get(String key, Duration deadline) {
            return Await.answer(coordinator.get(key, deadline)).clone();
        }

        @Override
        public List<byte[]> exchange(String key, int place, int size, byte[] value, Duration deadline) {
            return Await.answer(coordinator.exchange(rank, key, place, size, value, deadline)).stream()
                    .map(byte[]::clone)
                    .toList();
        }
    }

    private record DirectLiveness(Coordinator coordinator, int rank) implements Liveness {

        @Override
        public Optional<Verdict> verdict() {
            return coordinator.verdict();
        }

        @Override
        public void report(Suspicion suspicion) {
            coordinator.report(rank, suspicion);
        }

        @Override
        public void waiting(OperationState state) {
            coordinator.waiting(rank, state);
        }
    }
}
