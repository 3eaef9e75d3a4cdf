package io.cohort.comm.internal.group;

import io.cohort.comm.ShardUpdate;
import io.cohort.comm.internal.collective.GroupMemory;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.message.Order;
import java.time.Duration;

/** What does a group's work: our collectives over a transport, or Gloo. */
public interface GroupBackend {

    /** {@code shm}, {@code tcp}, {@code shm+tcp}, {@code gloo} or {@code local}. */
    String transport();

    /** Bytes sent to others so far. Any thread. */
    long bytesSent();

    /** The most bytes of one buffer. */
    long largestAllocationBytes();

    /** Whether a running operation cannot be ended early, so that callers must not run it on their own threads. */
    boolean blocksInNativeCode();

    /** Whether an operation gets on while the caller computes: bytes travel meanwhile, or there is a core for it. */
    boolean overlaps();

    /** Does an operation; returns when it is done. On whichever thread has the group's turn. */
    void run(Operation operation, Watch watch);

    /** Does a sharded update. As {@link #run}. */
    void update(Operation operation, ShardUpdate update, Watch watch);

    /** Makes memory, on every rank at the same point. As {@link #run}. */
    GroupMemory allocate(Operation operation, Watch watch, long bytes);

    /** Starts a message; its completion tells the end. Any thread. */
    void start(Order order);

    /** Ends waits early because the group's fate is sealed. Any thread. */
    void wake();

    /** The last thing that runs on the group's thread. */
    void leave();

    /**
     * Lets go of everything, after {@link #leave}.
     *
     * @param patience how long threads are waited for
     */
    void close(Duration patience) throws InterruptedException;
}
