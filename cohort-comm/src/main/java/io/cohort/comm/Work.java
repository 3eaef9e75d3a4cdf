package io.cohort.comm;

/**
 * An operation under way. Operations of one group run in the order they were started.
 *
 * <p>Threading: any thread may wait; the tensors of the operation must not be touched until it is done.
 */
public interface Work {

    /**
     * Waits until the operation is done on this rank.
     *
     * @throws CommException when the group has failed; the same error on every rank
     */
    void await();

    boolean isDone();
}
