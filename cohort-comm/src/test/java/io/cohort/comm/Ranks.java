package io.cohort.comm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs the ranks of a group as threads of this process. */
final class Ranks {

    static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long PATIENCE_S = 60;

    private Ranks() {}

    interface Body<T> {
        T run(ProcessGroup group) throws Exception;
    }

    /** Each rank's outcome; any failure of a rank fails the caller. */
    static <T> List<T> run(int size, String transport, Body<T> body) {
        return outcomes(size, transport, TIMEOUT, new LocalLiveness(), body).stream()
                .map(Outcome::value)
                .toList();
    }

    /** The same with an algorithm of its own for all-reduce. */
    static <T> List<T> run(int size, String transport, String algorithm, Body<T> body) {
        return outcomes(rank -> options(rank, size, transport, algorithm, TIMEOUT), size, new LocalLiveness(), body)
                .stream()
                .map(Outcome::value)
                .toList();
    }

    static <T> List<Outcome<T>> outcomes(
            int size, String transport, Duration timeout, Liveness liveness, Body<T> body) {
        return outcomes(rank -> options(rank, size, transport, timeout), size, liveness, body);
    }

    private static <T> List<Outcome<T>> outcomes(
            IntFunction<GroupOptions> options, int size, Liveness liveness, Body<T> body) {
        LocalRendezvous rendezvous = new LocalRendezvous();
        return threads(size, rank -> {
            try (ProcessGroup group = ProcessGroups.open(options.apply(rank), rendezvous, liveness)) {
                return body.run(group);
            }
        });
    }

    static GroupOptions options(int rank, int size, String transport, Duration timeout) {
        return options(rank, size, transport, "auto", timeout);
    }

    static GroupOptions options(int rank, int size, String transport, String algorithm, Duration timeout) {
        return new GroupOptions("workers", rank, size, 1, transport, algorithm, "127.0.0.1", timeout, "secret");
    }

    interface RankBody<T> {
        T run(int rank) throws Exception;
    }

    static <T> List<Outcome<T>> threads(int size, RankBody<T> body) {
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<T>> futures = IntStream.range(0, size)
                    .mapToObj(rank -> threads.submit(() -> body.run(rank)))
                    .toList();
            List<Outcome<T>> outcomes = new ArrayList<>();
            for (Future<T> future : futures) {
                outcomes.add(outcome(future));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> Outcome<T> outcome(Future<T> future) {
        try {
            return new Outcome<>(future.get(PATIENCE_S, TimeUnit.SECONDS), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (TimeoutException e) {
            throw new AssertionError("a rank hangs", e);
        }
    }

    /** What came of a rank: a value or an error. */
    record Outcome<T>(T result, Throwable error) {
        T value() {
            if (error != null) {
                throw new AssertionError("a rank failed", error);
            }
            return result;
        }

        CommException commError() {
            if (error instanceof CommException e) {
                return e;
            }
            throw new AssertionError("expected a CommException, got " + result, error);
        }
    }
}
