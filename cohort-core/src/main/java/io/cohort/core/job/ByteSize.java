package io.cohort.core.job;

import io.cohort.core.internal.BytesRule;
import java.util.Optional;

/** Sizes in bytes as job files and options write them: a plain number, {@code 64KB}, {@code 1.5MB}, {@code 2GB}; a kilobyte has 1024 bytes. */
public final class ByteSize {

    private ByteSize() {}

    /** The size that is written; empty when it is none, or does not fit 64 bits. */
    public static Optional<Long> parse(String written) {
        return BytesRule.parse(written);
    }

    /** A size in the largest unit that holds it exactly, as {@link #parse} reads it back. */
    public static String show(long bytes) {
        return BytesRule.show(bytes);
    }
}
