package io.cohort.comm.internal.wire;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Short sleeps of a thread that waits for memory which another process writes: nobody there can wake it. Threading: one sleeper; any thread may wake it. */
public final class Naps {

    private static final long SHORTEST_NANOS = 20_000;
    private static final long LONGEST_NANOS = 1_000_000;
    private static final int MOST = 1000;

    private volatile @Nullable Thread sleeper;

    /** Sleeps; longer the more often in a row. */
    public void take(int before) {
        sleeper = Thread.currentThread();
        LockSupport.parkNanos(Math.min(SHORTEST_NANOS * (1 + Math.min(before, MOST) / 4), LONGEST_NANOS));
    }

    /** Ends the present one, or the next. */
    public void end() {
        LockSupport.unpark(sleeper);
    }
}
