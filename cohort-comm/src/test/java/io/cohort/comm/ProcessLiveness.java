package io.cohort.comm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Knows the process of every rank, and decides that a rank is lost when its process is gone. */
final class ProcessLiveness implements Liveness {

    private static final long LOOK_NANOS = 20_000_000;

    private final long[] pids;
    private volatile Verdict verdict;
    private volatile long lookedNanos;

    ProcessLiveness(FileRendezvous board, int rank, int size) {
        this.pids =
                board.exchange("pid", rank, size, text(ProcessHandle.current().pid()), Duration.ofSeconds(30)).stream()
                        .mapToLong(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)))
                        .toArray();
    }

    @Override
    public Optional<Verdict> verdict() {
        long now = System.nanoTime();
        if (verdict == null && now - lookedNanos > LOOK_NANOS) {
            lookedNanos = now;
            for (int rank = 0; rank < pids.length; rank++) {
                if (!ProcessHandle.of(pids[rank]).map(ProcessHandle::isAlive).orElse(false)) {
                    verdict = new Verdict("worker-lost", rank, "rank " + rank + " is dead", "look at its log");
                }
            }
        }
        return Optional.ofNullable(verdict);
    }

    @Override
    public void report(Suspicion suspicion) {}

    @Override
    public void waiting(OperationState state) {}

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }
}
