package io.cohort.train;

import io.cohort.torch.data.Augmentation;
import io.cohort.torch.data.Rows;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a worker's next shares while it computes: loaders read, decode and augment them as plain arrays, of which the worker's thread makes tensors.
 * What a share holds does not depend on how many loaders there are, nor on which of them is faster.
 *
 * <p>Threading: one thread at a time asks; loaders are its own. Memory: at most {@code loaders + 1} shares wait, and none of them is native.
 */
final class LoadedBatches implements BatchSource, AutoCloseable {

    private static final int CLOSE_TIMEOUT_S = 10;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private record Place(int epoch, int k) {}

    private record Coming(Place place, Slice slice, Future<Rows> rows) {}

    private final BatchSource source;
    private final Augmentation augmentation;
    private final long seed;
    private final int ahead;
    private final @Nullable ExecutorService loaders;
    private final Queue<Coming> coming = new ArrayDeque<>();

    /**
     * Around a source of shares.
     *
     * @param seed the job's, for what augmentation draws
     * @param loaders threads; 0 to prepare each share when it is asked for
     */
    LoadedBatches(BatchSource source, Augmentation augmentation, long seed, int loaders) {
        this.source = source;
        this.augmentation = augmentation;
        this.seed = seed;
        this.ahead = loaders + 1;
        this.loaders = loaders == 0 ? null : Executors.newFixedThreadPool(loaders, LoadedBatches::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cohort-loader-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public int perEpoch() {
        return source.perEpoch();
    }

    @Override
    public Slice slice(int epoch, int k) {
        if (loaders == null) {
            Slice slice = source.slice(epoch, k);
            return prepared(slice, rows(slice, epoch));
        }
        Place wanted = new Place(epoch, k);
        Coming first = coming.peek();
        if (first == null || !first.place.equals(wanted)) {
            forget();
            ask(loaders, wanted);
        }
        Coming head = coming.remove();
        Place last = coming.isEmpty() ? head.place : lastPlace();
        while (coming.size() < ahead) {
            last = after(last);
            ask(loaders, last);
        }
        return prepared(head.slice, await(head.rows));
    }

    private Place lastPlace() {
        Place last = coming.element().place;
        for (Coming one : coming) {
            last = one.place;
        }
        return last;
    }

    private Place after(Place place) {
        return place.k + 1 < source.perEpoch() ? new Place(place.epoch, place.k + 1) : new Place(place.epoch + 1, 0);
    }

    private void ask(ExecutorService pool, Place place) {
        Slice slice = source.slice(place.epoch, place.k);
        coming.add(new Coming(place, slice, pool.submit(() -> rows(slice, place.epoch))));
    }

    private Rows rows(Slice slice, int epoch) {
        Rows raw = slice.data().rows(slice.samples());
        return augmentation.apply(raw, slice.data().spec(), slice.samples(), epoch, seed);
    }

    private static Slice prepared(Slice slice, Rows rows) {
        int[] all = IntStream.range(0, rows.samples()).toArray();
        return new Slice(new LoadedRows(slice.data().spec(), rows), all, slice.globalSamples(), slice.globalWeight());
    }

    private static Rows await(Future<Rows> rows) {
        try {
            return rows.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for data");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Error failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void forget() {
        coming.forEach(one -> one.rows.cancel(false));
        coming.clear();
    }

    /** Ends the loaders. One that is reading is not interrupted, which would close files under others, but waited for. */
    @Override
    public void close() {
        forget();
        if (loaders == null) {
            return;
        }
        loaders.shutdown();
        try {
            loaders.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
