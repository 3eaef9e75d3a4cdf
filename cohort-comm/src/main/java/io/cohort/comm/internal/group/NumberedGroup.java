package io.cohort.comm.internal.group;

import io.cohort.comm.GroupBuffer;
import io.cohort.comm.OperationState;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ReduceOp;
import io.cohort.comm.Verdict;
import io.cohort.comm.Work;
import io.cohort.comm.internal.fault.Completion;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.message.Order;
import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.OperationKind;
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
 * A process group: checks what callers pass, numbers and fingerprints operations, and runs them one after the other on the group's thread.
 *
 * <p>Threading: as {@link ProcessGroup} says; starting is guarded, so several threads do no harm but lose the order.
 */
public final class NumberedGroup implements ProcessGroup {

    private static final Logger LOG = LoggerFactory.getLogger(NumberedGroup.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final GroupFate fate;
    private final GroupBackend backend;
    private final Duration timeout;
    private final Arguments arguments;
    private final SubgroupOpener subgroups;
    private final GroupThread thread;
    private final Set<AllocatedBuffer> buffers = ConcurrentHashMap.newKeySet();
    private final List<ProcessGroup> children = new CopyOnWriteArrayList<>();
    private volatile @Nullable Watch last;
    private long lastSequence;
    private boolean closed;

    public NumberedGroup(
            GroupFate fate, GroupBackend backend, Duration timeout, String threadName, SubgroupOpener subgroups) {
        this.fate = fate;
        this.backend = backend;
        this.timeout = timeout;
        this.arguments = new Arguments(rank(), size());
        this.subgroups = subgroups;
        this.thread = new GroupThread(threadName, fate, backend::leave);
        thread.start();
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
        long bytes = Math.multiplyExact(elements, (long) type.bytes());
        if (elements < 0 || bytes > backend.largestAllocationBytes()) {
            throw new IllegalArgumentException("elements=" + elements + " of " + type.word() + " are " + bytes
                    + " bytes: a buffer over " + transport() + " holds 0 to " + backend.largestAllocationBytes()
                    + " bytes. Allocate several smaller buffers");
        }
        AtomicReference<@Nullable AllocatedBuffer> made = new AtomicReference<>();
        Fingerprint fingerprint = new Fingerprint(OperationKind.ALLOCATE, null, type, -1, elements);
        submit(fingerprint, List.of(), Memory.NONE, Memory.NONE, (operation, watch) -> {
                    AllocatedBuffer buffer = new AllocatedBuffer(
                            backend.allocate(operation, watch, bytes), type, elements, this::release);
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
        ElementType type = arguments.tensor("tensor", tensor);
        return inPlace(new Fingerprint(OperationKind.ALL_REDUCE, op, type, -1, tensor.numel()), tensor);
    }

    @Override
    public Work reduceScatter(Tensor input, Tensor output, ReduceOp op) {
        ElementType type = arguments.pair(input, output);
        arguments.divisible("input", input);
        arguments.parts("input", input, "output", output);
        Memory read = Memory.of(input);
        Memory written = Memory.of(output);
        arguments.apart(read, written, read.slice(written.bytes() * rank(), written.bytes()));
        return run(new Fingerprint(OperationKind.REDUCE_SCATTER, op, type, -1, input.numel()), input, output);
    }

    @Override
    public Work allGather(Tensor input, Tensor output) {
        ElementType type = arguments.pair(input, output);
        arguments.parts("output", output, "input", input);
        Memory read = Memory.of(input);
        Memory written = Memory.of(output);
        arguments.apart(read, written, written.slice(read.bytes() * rank(), read.bytes()));
        return run(new Fingerprint(OperationKind.ALL_GATHER, null, type, -1, input.numel()), input, output);
    }

    @Override
    public Work broadcast(Tensor tensor, int root) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.root(root);
        return inPlace(new Fingerprint(OperationKind.BROADCAST, null, type, root, tensor.numel()), tensor);
    }

    @Override
    public Work reduce(Tensor tensor, int root, ReduceOp op) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.root(root);
        return inPlace(new Fingerprint(OperationKind.REDUCE, op, type, root, tensor.numel()), tensor);
    }

    @Override
    public Work gather(Tensor input, Tensor output, int root) {
        ElementType type = arguments.tensor("input", input);
        arguments.root(root);
        Fingerprint fingerprint = new Fingerprint(OperationKind.GATHER, null, type, root, input.numel());
        if (rank() != root) {
            return run(fingerprint, input, input);
        }
        arguments.pair(input, output);
        arguments.parts("output", output, "input", input);
        Memory read = Memory.of(input);
        Memory written = Memory.of(output);
        arguments.apart(read, written, written.slice(read.bytes() * rank(), read.bytes()));
        return run(fingerprint, input, output);
    }

    @Override
    public Work scatter(Tensor input, Tensor output, int root) {
        ElementType type = arguments.tensor("output", output);
        arguments.root(root);
        Fingerprint fingerprint = new Fingerprint(OperationKind.SCATTER, null, type, root, output.numel());
        if (rank() != root) {
            return run(fingerprint, output, output);
        }
        arguments.pair(input, output);
        arguments.parts("input", input, "output", output);
        Memory read = Memory.of(input);
        Memory written = Memory.of(output);
        arguments.apart(read, written, read.slice(written.bytes() * rank(), written.bytes()));
        return run(fingerprint, input, output);
    }

    @Override
    public Work allToAll(Tensor input, Tensor output) {
        ElementType type = arguments.pair(input, output);
        arguments.divisible("input", input);
        arguments.sameCount(input, output);
        arguments.apart(Memory.of(input), Memory.of(output), Memory.NONE);
        return run(new Fingerprint(OperationKind.ALL_TO_ALL, null, type, -1, input.numel()), input, output);
    }

    @Override
    public Work send(Tensor tensor, int peer, int tag) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.peer(peer);
        return message(true, tensor, peer, tag, new Fingerprint(OperationKind.SEND, null, type, -1, tensor.numel()));
    }

    @Override
    public Work receive(Tensor tensor, int peer, int tag) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.peer(peer);
        return message(
                false, tensor, peer, tag, new Fingerprint(OperationKind.RECEIVE, null, type, -1, tensor.numel()));
    }

    @Override
    public AnyWork receiveAny(Tensor tensor, int tag) {
        ElementType type = arguments.tensor("tensor", tensor);
        arguments.others();
        return message(false, tensor, -1, tag, new Fingerprint(OperationKind.RECEIVE, null, type, -1, tensor.numel()));
    }

    @Override
    public Work barrier() {
        return submit(
                new Fingerprint(OperationKind.BARRIER, null, null, -1, 0),
                List.of(),
                Memory.NONE,
                Memory.NONE,
                backend::run);
    }

    @Override
    public Optional<ProcessGroup> subgroup(String name, List<Integer> ranks) {
        arguments.members(ranks);
        long hash = name.hashCode() * 0x9e3779b97f4a7c15L + ranks.hashCode();
        submit(
                        new Fingerprint(OperationKind.SUBGROUP, null, null, -1, hash),
                        List.of(),
                        Memory.NONE,
                        Memory.NONE,
                        backend::run)
                .await();
        if (!ranks.contains(rank())) {
            return Optional.empty();
        }
        ProcessGroup child = subgroups.open(name, ranks);
        children.add(child);
        return Optional.of(child);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        children.forEach(ProcessGroup::close);
        fate.close();
        backend.wake();
        try {
            if (thread.stop(CLOSE_PATIENCE)) {
                buffers.forEach(AllocatedBuffer::free);
                backend.close(CLOSE_PATIENCE);
            } else {
                LOG.warn(
                        "The thread of group '{}' is still in native code; its memory is left to the end of the process",
                        name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Closing group '{}' was interrupted; its memory is left to the end of the process", name());
        }
    }

    private Work inPlace(Fingerprint fingerprint, Tensor tensor) {
        Memory memory = Memory.of(tensor);
        return submit(fingerprint, List.of(tensor), memory, memory, backend::run);
    }

    private Work run(Fingerprint fingerprint, Tensor input, Tensor output) {
        return submit(fingerprint, List.of(input, output), Memory.of(input), Memory.of(output), backend::run);
    }

    private synchronized Completion submit(
            Fingerprint fingerprint, List<Tensor> tensors, Memory input, Memory output, Runner runner) {
        fate.check();
        Completion completion = Completion.keeping(fate.roster().self(), tensors);
        Operation operation = new Operation(lastSequence + 1, fingerprint, input, output, completion);
        thread.submit(new Task(operation, runner));
        lastSequence++;
        return completion;
    }

    private AnyWork message(boolean sending, Tensor tensor, int peer, int tag, Fingerprint fingerprint) {
        fate.check();
        Completion completion = Completion.keeping(fate.roster().self(), List.of(tensor));
        backend.start(new Order(sending, peer, tag, fingerprint, Memory.of(tensor), completion));
        return completion;
    }

    private void release(AllocatedBuffer buffer) {
        if (fate.verdict().isPresent()) {
            return; // The group is about to be closed, and that frees its buffers.
        }
        thread.submit(new GroupThread.Task() {
            @Override
            public void run() {
                buffers.remove(buffer);
                buffer.free();
            }

            @Override
            public void fail(Verdict verdict) {
                // Freed when the group is closed.
            }
        });
    }

    private interface Runner {
        void run(Operation operation, Watch watch);
    }

    private final class Task implements GroupThread.Task {
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
            runner.run(operation, watch);
            watch.done();
            operation.completion().succeed();
        }

        @Override
        public void fail(Verdict verdict) {
            operation.completion().fail(verdict);
        }
    }
}
