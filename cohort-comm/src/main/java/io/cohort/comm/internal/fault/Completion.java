package io.cohort.comm.internal.fault;

import io.cohort.comm.CommException;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.Verdict;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The end of one operation, good or bad. It keeps the operation's tensors alive until then. Threading: any thread; the first end counts. */
public final class Completion implements ProcessGroup.AnyWork {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final String waiter;
    private List<Tensor> kept;
    private volatile @Nullable Verdict failure;
    private volatile int peer = -1;

    private Completion(String waiter, List<Tensor> kept) {
        this.waiter = waiter;
        this.kept = kept;
    }

    /**
     * Begins an operation.
     *
     * @param waiter who waits for what, for the error of an interrupted wait
     * @param tensors what the operation uses; references of our own are held, whatever the caller closes
     */
    @SuppressWarnings("try") // the scope works by being there
    public static Completion keeping(String waiter, List<Tensor> tensors) {
        try (PointerScope scope = new PointerScope()) {
            List<Tensor> kept = tensors.stream()
                    .map(tensor -> new Tensor(tensor).<Tensor>retainReference())
                    .toList();
            return new Completion(waiter, kept);
        }
    }

    @Override
    public void await() {
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
