package io.cohort.comm.internal.group;

import io.cohort.comm.GroupBuffer;
import io.cohort.comm.OperationState;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.comm.ShardUpdate;
import io.cohort.comm.Verdict;
import io.cohort.comm.Work;
import io.cohort.comm.internal.fault.Completion;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.message.Order;
import io.cohort.core.timeline.Timeline;
import io.cohort.torch.ElementType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process group: checks what callers pass, numbers and fingerprints operations, and has them run one after the other, {@link OperationQueue}.
 *
 * <p>Threading: as {@link ProcessGroup} says; starting is guarded, so several threads do no harm but lose the order.
 */
public final class NumberedGroup implements ProcessGroup {

    private static final Logger LOG = LoggerFactory.getLogger(NumberedGroup.class);
    /** From here on an operation is worth another thread at once: it takes longer than the handing over. */
    private static final long HANDED_OVER_BYTES = 2 << 20;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final GroupFate fate;
    private final GroupBackend backend;
    private final Duration timeout;
    private final Requests requests;
    private final SubgroupOpener subgroups;
    private final Timeline timeline;
    private final OperationQueue operations;
    private final Set<AllocatedBuffer> buffers = ConcurrentHashMap.newKeySet();
    private final List<ProcessGroup> children = new CopyOnWriteArrayList<>();
    private volatile @Nullable Watch last;
    private long lastSequence;
    private boolean closed;

    public NumberedGroup(
            GroupFate fate,
            GroupBackend backend,
            Duration timeout,
            String threadName,
            SubgroupOpener subgroups,
            Timeline timeline) {
        this.fate = fate;
        this.backend = backend;
        this.timeout = timeout;
        this.requests = new Requests(rank(), size());
        this.subgroups = subgroups;
        this.timeline = timeline;
        this.operations = new OperationQueue(threadName, fate, backend.overlaps(), backend::leave);
        operations.start();
    }

    @Override
    public String name() {
        return fate.roster().group();
    }

    @Override
    public int rank() {
        return fate.roster().rank();
    }

    @Override
    public int size() {
        return fate.roster().size();
    }

    @Override
    public String transport() {
        return backend.transport();
    }

    @Override
    public boolean overlaps() {
        return backend.overlaps();
    }

    @Override
    public long bytesSent() {
        return backend.bytesSent();
    }

    @Override
    public OperationState lastOperation() {
        Watch watch = last;
        return watch == null ? new OperationState(name(), 0, "none", -1, true) : watch.state();
    }

    @Override
    public GroupBuffer allocate(ElementType type, long elements) {
        Request request = requests.allocate(type, elements, backend.largestAllocationBytes());
        AtomicReference<@Nullable AllocatedBuffer> made = new AtomicReference<>();
        start(request, (operation, watch) -> {
                    AllocatedBuffer buffer = new AllocatedBuffer(
                            backend.allocate(operation, watch, elements * type.bytes()), type, elements, this::release);
                    buffers.add(buffer);
                    made.set(buffer);
                })
                .await();
        AllocatedBuffer buffer = made.get();
        if (buffer == null) {
            throw new IllegalStateException("the operation ended well and made no buffer");
        }
        return buffer;
    }

    @Override
    public Work allReduce(Tensor tensor, ReduceOp op) {
        return start(requests.allReduce(tensor, op));
    }

    @Override
    public Work reduceScatter(Tensor input, Tensor output, ReduceOp op) {
        return start(requests.reduceScatter(input, output, op));
    }

    @Override
    public Work allGather(Tensor input, Tensor output) {
        return start(requests.allGather(input, output));
    }

    @Override
    public Work shardedUpdate(Tensor input, Tensor output, ReduceOp op, ShardUpdate update) {
        return start(
                requests.shardedUpdate(input, output, op),
                (operation, watch) -> backend.update(operation, update, watch));
    }

    @Override
    public Work broadcast(Tensor tensor, int root) {
        return start(requests.broadcast(tensor, root));
    }

    @Override
    public Work reduce(Tensor tensor, int root, ReduceOp op) {
        return start(requests.reduce(tensor, root, op));
    }

    @Override
    public Work gather(Tensor input, Tensor output, int root) {
        return start(requests.gather(input, output, root));
    }

    @Override
    public Work scatter(Tensor input, Tensor output, int root) {
        return start(requests.scatter(input, output, root));
    }

    @Override
    public Work allToAll(Tensor input, Tensor output) {
        return start(requests.allToAll(input, output));
    }

    @Override
    public Work send(Tensor tensor, int peer, int tag) {
        return message(true, peer, tag, requests.send(tensor, peer));
    }

    @Override
    public Work receive(Tensor tensor, int peer, int tag) {
        return message(false, peer, tag, requests.receive(tensor, peer));
    }

    @Override
    public AnyWork receiveAny(Tensor tensor, int tag) {
        return message(false, Order.ANY, tag, requests.receiveAny(tensor));
    }

    @Override
    public Work barrier() {
        return start(requests.barrier());
    }

    @Override
    public Optional<ProcessGroup> subgroup(String name, List<Integer> ranks) {
        start(requests.subgroup(name, ranks)).await();
        if (!ranks.contains(rank())) {
            return Optional.empty();
        }
        ProcessGroup child = subgroups.open(name, ranks);
        children.add(child);
        return Optional.of(child);
    }

    /** An interrupt does not cut this short, or memory would stay behind; it is kept for the caller. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        children.forEach(ProcessGroup::close);
        fate.close();
        backend.wake();
        boolean interrupted = Thread.interrupted();
        try {
            if (operations.stop(CLOSE_PATIENCE)) {
                buffers.forEach(AllocatedBuffer::free);
                backend.close(CLOSE_PATIENCE);
            } else {
                LOG.warn(
                        "The thread of group '{}' is still in native code; its memory is left to the end of the process",
                        name());
            }
        } catch (InterruptedException e) {
            interrupted = true;
            LOG.warn("Closing group '{}' was interrupted; its memory is left to the end of the process", name());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Completion start(Request request) {
        return start(request, backend::run);
    }

    private synchronized Completion start(Request request, Runner runner) {
        fate.check();
        boolean handedOver =
                backend.blocksInNativeCode() || (request.output().bytes() >= HANDED_OVER_BYTES && backend.overlaps());
        Completion completion = backend.blocksInNativeCode()
                ? Completion.keeping(fate.roster().self(), request.tensors())
                : Completion.keeping(fate.roster().self(), request.tensors(), operations::help);
        Operation operation =
                new Operation(lastSequence + 1, request.fingerprint(), request.input(), request.output(), completion);
        operations.submit(new Task(operation, runner), handedOver);
        lastSequence++;
        return completion;
    }

    private AnyWork message(boolean sending, int peer, int tag, Request request) {
        fate.check();
        Completion completion = Completion.keeping(fate.roster().self(), request.tensors());
        backend.start(new Order(sending, peer, tag, request.fingerprint(), request.input(), completion));
        return completion;
    }

    private void release(AllocatedBuffer buffer) {
        if (fate.verdict().isPresent()) {
            return; // The group is about to be closed, and that frees its buffers.
        }
        operations.submit(
                new OperationQueue.Task() {
                    @Override
                    public void run() {
                        buffers.remove(buffer);
                        buffer.free();
                    }

                    @Override
                    public void fail(Verdict verdict) {
                        // Freed when the group is closed.
                    }
                },
                false);
    }

    private interface Runner {
        void run(Operation operation, Watch watch);
    }

    private final class Task implements OperationQueue.Task {
        private final Operation operation;
        private final Runner runner;

        Task(Operation operation, Runner runner) {
            this.operation = operation;
            this.runner = runner;
        }

        @Override
        public void run() {
            Watch watch = new Watch(fate, operation.sequence(), operation.fingerprint(), timeout);
            last = watch;
            long enteredNanos = timeline.nowNanos();
            runner.run(operation, watch);
            watch.done();
            long leftNanos = timeline.nowNanos(); // whoever waits is woken next, and may take this core
            operation.completion().succeed();
            timeline.operation(
                    operation.fingerprint(),
                    name(),
                    operation.sequence(),
                    Math.max(operation.input().bytes(), operation.output().bytes()),
                    size(),
                    enteredNanos,
                    leftNanos);
        }

        @Override
        public void fail(Verdict verdict) {
            operation.completion().fail(verdict);
        }
    }
}
