package io.cohort.comm.internal.fault;

import io.cohort.comm.CommException;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.Verdict;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The end of one operation, good or bad. It keeps the operation's tensors alive until then. Threading: any thread; the first end counts. */
public final class Completion implements ProcessGroup.AnyWork {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final String waiter;
    private final Consumer<BooleanSupplier> help;
    private List<Tensor> kept;
    private volatile @Nullable Verdict failure;
    private volatile int peer = -1;

    private Completion(String waiter, List<Tensor> kept, Consumer<BooleanSupplier> help) {
        this.waiter = waiter;
        this.help = help;
        this.kept = kept;
    }

    /**
     * Begins an operation.
     *
     * @param waiter who waits for what, for the error of an interrupted wait
     * @param tensors what the operation uses; references of our own are held, whatever the caller closes
     */
    public static Completion keeping(String waiter, List<Tensor> tensors) {
        return keeping(waiter, tensors, done -> {});
    }

    /**
     * Begins an operation that those who wait for it can bring forward.
     *
     * @param help works on the waiting thread until it is done, or somebody else does the work
     */
    @SuppressWarnings("try") // the scope works by being there
    public static Completion keeping(String waiter, List<Tensor> tensors, Consumer<BooleanSupplier> help) {
        try (PointerScope scope = new PointerScope()) {
            List<Tensor> kept = tensors.stream()
                    .map(tensor -> new Tensor(tensor).<Tensor>retainReference())
                    .toList();
            return new Completion(waiter, kept, help);
        }
    }

    @Override
    public void await() {
        help.accept(this::isDone);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommException(new Verdict(
                    "stopped",
                    -1,
                    waiter + " was interrupted while it waited",
                    "Close the group; it cannot be used again."));
        }
        Verdict verdict = failure;
        if (verdict != null) {
            throw new CommException(verdict);
        }
    }

    @Override
    public boolean isDone() {
        return ended.getCount() == 0;
    }

    @Override
    public int peer() {
        return peer;
    }

    /** The tensors, for backends that want them rather than their memory. */
    public synchronized List<Tensor> tensors() {
        return kept;
    }

    public void succeed() {
        succeedFrom(-1);
    }

    public synchronized void succeedFrom(int sender) {
        if (!isDone()) {
            peer = sender;
            end();
        }
    }

    public synchronized void fail(Verdict verdict) {
        if (!isDone()) {
            failure = verdict;
            end();
        }
    }

    private void end() {
        kept.forEach(Tensor::releaseReference);
        kept = List.of();
        ended.countDown();
    }
}
