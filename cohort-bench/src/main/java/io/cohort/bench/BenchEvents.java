package io.cohort.bench;

import io.cohort.engine.WorkerContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What rank 0 of a benchmark tells.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class BenchEvents {

    /** A result. */
    static final String BENCH = "bench";

    /** How far the measurement is: {@code of} (what is measured), {@code turn}, {@code turns}. */
    static final String PROGRESS = "progress";

    private static final long PROGRESS_NANOS = 200_000_000;

    private final WorkerContext worker;
    private long toldNanos = System.nanoTime() - PROGRESS_NANOS;

    BenchEvents(WorkerContext worker) {
        this.worker = worker;
    }

    void result(Map<String, Object> fields) {
        if (worker.rank() == 0) {
            worker.event(BENCH, fields);
        }
    }

    /** Tells how far something is, now and then. */
    Rounds.Progress progress(String of) {
        return (turn, turns) -> {
            long now = System.nanoTime();
            if (worker.rank() == 0 && now - toldNanos >= PROGRESS_NANOS) {
                toldNanos = now;
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("of", of);
                fields.put("turn", turn);
                fields.put("turns", turns);
                worker.event(PROGRESS, fields);
            }
        };
    }
}
