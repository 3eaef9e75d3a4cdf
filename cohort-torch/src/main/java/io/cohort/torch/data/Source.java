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
}
