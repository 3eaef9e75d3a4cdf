package io.cohort.comm;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A board for ranks that are threads of one process. */
final class LocalRendezvous implements Rendezvous {

    private final Map<String, byte[]> board = new HashMap<>();

    @Override
    public synchronized void put(String key, byte[] value) {
        if (board.putIfAbsent(key, value) != null) {
            throw new IllegalStateException(key + " is written already");
        }
        notifyAll();
    }

    @Override
    public synchronized byte[] get(String key, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!board.containsKey(key)) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (leftMs <= 0) {
                throw new CommException(new Verdict("timeout", -1, "nobody wrote " + key, ""));
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommException(new Verdict("stopped", -1, "interrupted while waiting for " + key, ""));
            }
        }
        return board.get(key);
    }

    @Override
    public List<byte[]> exchange(String key, int rank, int size, byte[] value, Duration deadline) {
        put(key + "/" + rank, value);
        return java.util.stream.IntStream.range(0, size)
                .mapToObj(peer -> get(key + "/" + peer, deadline))
                .toList();
    }
}
