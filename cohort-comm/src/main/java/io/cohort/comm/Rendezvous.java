package io.cohort.comm;

import java.time.Duration;
import java.util.List;

/**
 * Where the ranks of a gang meet: a small board that all can write and read. Implemented by the engine; declared here because
 * groups are built on it.
 *
 * <p>Threading: safe for several threads. Failure: a wait ends with {@link CommException} when the deadline passes or a verdict falls.
 */
public interface Rendezvous {

    /** Writes a value once; a second value under the same key is refused. */
    void put(String key, byte[] value);

    /** Waits for a value. */
    byte[] get(String key, Duration deadline);

    /** Gives one value and gets every rank's, by rank: a barrier with data. All {@code size} ranks must call it with the same key. */
    List<byte[]> exchange(String key, int rank, int size, byte[] value, Duration deadline);
}
