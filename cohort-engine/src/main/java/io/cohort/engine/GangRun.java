package io.cohort.engine;

import java.util.List;

/**
 * A gang that runs.
 *
 * <p>Threading: safe for several threads.
 */
public interface GangRun extends AutoCloseable {

    /**
     * Waits until every worker has ended.
     *
     * @return each worker's result, by rank
     * @throws io.cohort.core.error.RunFailed with the one verdict; by then no worker is left running
     */
    List<String> await();

    /** Asks every worker to stop at the next good place; they end as usual, earlier. */
    void requestStop();

    /** Tells those who brought workers from other hosts how the run ended: what {@link RemoteWorkers#join} returns there. Call it before {@link #close}. */
    void announce(String json);

    /** Ends every worker now. */
    @Override
    void close();
}
