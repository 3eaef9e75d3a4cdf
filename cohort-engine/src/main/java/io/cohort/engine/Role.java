package io.cohort.engine;

/**
 * A kind of worker in a gang.
 *
 * @param name {@code worker}, {@code server}, {@code evaluator}
 * @param count how many
 * @param onLoss what losing one means
 */
public record Role(String name, int count, OnLoss onLoss) {

    /** What losing a worker means for the gang. */
    public enum OnLoss {
        /** The gang ends with an error that names the lost worker. */
        FAIL
    }
}
