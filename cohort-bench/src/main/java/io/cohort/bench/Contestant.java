package io.cohort.bench;

/**
 * Something that is measured in turns with others.
 *
 * <p>Threading: confined to the worker's thread.
 */
@FunctionalInterface
interface Contestant {

    /**
     * Does its work some times over. Called by every rank, after all ranks have met.
     *
     * @return seconds that this rank worked; 0 when it only let others work
     */
    double turn(int repetitions);

    /** So often in a turn at least, however long that takes. */
    default int leastRepetitions() {
        return 1;
    }
}
