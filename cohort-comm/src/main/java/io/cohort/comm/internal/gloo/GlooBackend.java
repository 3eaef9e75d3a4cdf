package io.cohort.comm.internal.gloo;

import io.cohort.comm.CommException;
import io.cohort.comm.ShardUpdate;
import io.cohort.comm.internal.collective.GroupMemory;
import io.cohort.comm.internal.collective.PlainMemory;
import io.cohort.comm.internal.fault.Completion;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.group.GroupBackend;
import io.cohort.comm.internal.group.Operation;
import io.cohort.comm.internal.message.MessageNotes;
import io.cohort.comm.internal.message.Order;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group over libtorch's {@code ProcessGroupGloo}, so that users and benchmarks can compare.
 *
 * <p>Numbers: Gloo's own order of summation, so bits may differ from the other transports' and between sizes.
 * <p>Threading: a collective blocks the group's thread in native code, a message a thread of its own; a watcher ends their completions
 * when the group ends meanwhile. Native code itself ends only with Gloo's timeout.
 * <p>Failure: Gloo does not compare operations: ranks that disagree get its timeout, or are ended by it.
 */
final class GlooBackend implements GroupBackend {

    private static final Logger LOG = LoggerFactory.getLogger(GlooBackend.class);
    private static final long WATCH_MS = 50;
    private static final String FIX =
            "Gloo cannot tell more; set parallel.transport=auto to learn which rank was at fault and why.";

    private final GlooCalls calls;
    private final ProcessGroupGloo gloo;
    private final GroupFate fate;
    private final Duration timeout;
    private final MessageNotes notes;
    private final List<Pointer> keptAlive;
    private final ExecutorService waiters;
    private final ScheduledExecutorService watcher;
    private final ScheduledFuture<?> watching;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final Set<Work> messagesUnderWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inNativeCode = new AtomicInteger();
    private final LongAdder sentBytes = new LongAdder();

    GlooBackend(
            ProcessGroupGloo gloo,
            GroupFate fate,
            Duration timeout,
            String threadName,
            MessageNotes notes,
            List<Pointer> keptAlive) {
        this.gloo = gloo;
        this.fate = fate;
        this.timeout = timeout;
        this.notes = notes;
        this.keptAlive = keptAlive;
        this.calls = new GlooCalls(gloo, fate.roster().rank(), fate.roster().size());
        this.waiters = Executors.newCachedThreadPool(daemons(threadName + "-messages"));
        this.watcher = Executors.newSingleThreadScheduledExecutor(daemons(threadName + "-watch"));
        this.watching = watcher.scheduleWithFixedDelay(this::watch, WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public String transport() {
        return "gloo";
    }

    @Override
    public long bytesSent() {
        return sentBytes.sum();
    }

    @Override
    public long largestAllocationBytes() {
        return Long.MAX_VALUE / 2;
    }

    @Override
    public boolean overlaps() {
        return true;
    }

    @Override
    public boolean blocksInNativeCode() {
        return true;
    }

    @Override
    public void run(Operation operation, Watch watch) {
        waitIn(new Running(watch, operation.completion()), limit -> calls.run(operation, limit));
        sentBytes.add(
                GlooCost.bytes(operation, fate.roster().rank(), fate.roster().size()));
    }

    @Override
    @SuppressWarnings("try") // the scope works by being there
    public void update(Operation operation, ShardUpdate update, Watch watch) {
        Running running = new Running(watch, operation.completion());
        try (PointerScope scope = new PointerScope()) {
            Tensor reduced = torch.empty_like(calls.part(operation));
            waitIn(running, limit -> calls.reduceScatter(operation, reduced, limit));
            long before = reduced.numel() * fate.roster().rank();
            for (long begin = 0; begin < reduced.numel(); begin += ShardUpdate.MOST_ELEMENTS) {
                long elements = Math.min(ShardUpdate.MOST_ELEMENTS, reduced.numel() - begin);
                update.apply(before + begin, reduced.narrow(0, begin, elements));
            }
            waitIn(running, limit -> calls.allGather(operation, limit));
        }
        sentBytes.add(
                GlooCost.bytes(operation, fate.roster().rank(), fate.roster().size()));
    }

    @Override
    public GroupMemory allocate(Operation operation, Watch watch, long bytes) {
        waitIn(new Running(watch, operation.completion()), calls::barrier);
        return new PlainMemory(bytes);
    }

    @Override
    public void start(Order order) {
        Watch watch = new Watch(fate, 0, order.fingerprint(), timeout);
        long startNanos = notes.nowNanos();
        Work work = startNatively(order, watch);
        messagesUnderWay.add(work);
        if (order.sending()) {
            sentBytes.add(order.memory().bytes());
        }
        Running entry = new Running(watch, order.completion());
        running.add(entry);
        waiters.execute(() -> {
            try {
                waitIn(entry, limit -> GlooCalls.await(work, limit));
                int peer = order.sending() ? order.peer() : work.sourceRank();
                notes.ended(order, peer, MessageNotes.UNNUMBERED, startNanos);
                order.completion().succeedFrom(order.sending() ? -1 : peer);
            } catch (CommException e) {
                order.completion().fail(e.verdict());
            } finally {
                release(work);
            }
        });
    }

    /** Its waiter may be done with it at the same moment. */
    private synchronized void abort(Work work) {
        if (messagesUnderWay.contains(work)) {
            work.abort();
        }
    }

    private synchronized void release(Work work) {
        messagesUnderWay.remove(work);
        work.releaseReference();
    }

    private Work startNatively(Order order, Watch watch) {
        try {
            return calls.start(order);
        } catch (RuntimeException e) {
            throw broken(watch, e);
        }
    }

    @Override
    public void wake() {
        watch();
    }

    @Override
    public void leave() {
        // Nothing of Gloo is bound to the group's thread.
    }

    @Override
    public void close(Duration patience) throws InterruptedException {
        watching.cancel(false);
        watcher.shutdown();
        messagesUnderWay.forEach(this::abort);
        waiters.shutdown();
        boolean ended = waiters.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (ended && inNativeCode.get() == 0) {
            gloo.close();
            keptAlive.forEach(Pointer::close);
        } else {
            LOG.warn("Gloo is still waiting for a peer; its memory is left to the end of the process");
        }
    }

    @SuppressWarnings("try") // the scope works by being there
    private void waitIn(Running entry, NativeCall call) {
        running.add(entry);
        inNativeCode.incrementAndGet();
        try (PointerScope scope = new PointerScope();
                Milliseconds limit = new Milliseconds(timeout.toMillis())) {
            call.run(limit);
        } catch (RuntimeException e) {
            throw broken(entry.watch, e);
        } finally {
            inNativeCode.decrementAndGet();
            running.remove(entry);
        }
    }

    private static CommException broken(Watch watch, RuntimeException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        boolean late = reason.toLowerCase(Locale.ROOT).contains("timed out");
        return watch.broke(late ? "timeout" : "worker-lost", "Gloo says: " + reason, FIX);
    }

    /** Ends what waits in native code as far as the caller can see, once the group has ended. */
    private void watch() {
        for (Running entry : running) {
            try {
                entry.watch.idle(-1);
            } catch (CommException e) {
                entry.completion.fail(e.verdict());
            }
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private interface NativeCall {
        void run(Milliseconds limit);
    }

    private record Running(Watch watch, Completion completion) {}
}
