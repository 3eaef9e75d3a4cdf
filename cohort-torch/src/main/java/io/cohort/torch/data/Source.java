package io.cohort.torch.data;

import org.jspecify.annotations.Nullable;

/** Where a data set comes from, known but not opened. Does not touch libtorch. */
public interface Source {

    /**
     * Reads all of it and checks it.
     *
     * @param task what is to be predicted; {@code null} to guess it from the targets
     * @throws io.cohort.core.error.UserMistake saying what is wrong with it
     */
    IndexedData open(@Nullable Task task);

    /**
     * Reads all of it as a model takes it that was trained on other data: with the columns, classes and sizes that were learned there.
     *
     * @param trained what the model was trained on
     * @param labelled whether targets are needed; without them a source that has none gives not-a-number
     * @throws io.cohort.core.error.UserMistake saying what is wrong with it, or does not fit the model
     */
    default IndexedData openFor(DataSpec trained, boolean labelled) {
        return open(trained.task());
    }

    /**
     * Reads all of it as {@link #open} did elsewhere, in order to train on it: what that learned need not be learned again.
     *
     * @param learned what {@link #open} found, and {@link IndexedData#learnedFrom} added
     * @param training the numbers of the samples that will be trained on, rising
     */
    default IndexedData openAgain(DataSpec learned, int[] training) {
        return openFor(learned, true);
    }
}
