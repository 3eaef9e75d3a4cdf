package io.cohort.core.job;

/**
 * A section of the job file that a room brings: its key and how its record is read. Found through {@link java.util.ServiceLoader}.
 *
 * @param <T> the record the section becomes
 */
public interface JobSection<T> {

    /** The section's key at the top of the file, such as {@code data}. */
    String key();

    Class<T> type();

    /** Reads the record; problems are noted on the node, never thrown. */
    T read(JobNode node);
}
