package io.cohort.engine;

/** What a worker runs. Has a public constructor without arguments; one instance a worker. */
public interface WorkerEntry {

    /**
     * Runs to the end of the work.
     *
     * @return this worker's result as JSON, handed to the launcher
     * @throws Exception whatever goes wrong; it becomes the gang's verdict, naming this rank
     */
    String run(WorkerContext worker) throws Exception;
}
