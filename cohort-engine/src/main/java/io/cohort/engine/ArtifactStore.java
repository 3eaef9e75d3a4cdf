package io.cohort.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * Files that a run keeps, seen from a worker: the launcher is the only writer, workers hand it bytes. Paths are relative, with {@code /}.
 *
 * <p>Threading: one thread at a time.
 */
public interface ArtifactStore {

    /** Begins a directory that will appear whole at {@code path} or not at all. @throws IOException when it exists already or cannot be written */
    Draft begin(String path) throws IOException;

    /** Reads a committed file. @throws java.nio.file.NoSuchFileException when there is none */
    InputStream open(String path) throws IOException;

    /** Names in a directory, sorted; empty when there is none. */
    List<String> list(String path) throws IOException;

    /** Deletes a committed directory with its files; nothing happens when there is none. */
    void delete(String path) throws IOException;

    /** A directory on its way. Closing without {@link #commit} leaves nothing. */
    interface Draft extends AutoCloseable {

        /** A new file in the directory; the channel must be closed before the next one is opened and before the commit. */
        WritableByteChannel create(String file) throws IOException;

        /** Syncs all files and renames the directory into place. */
        void commit() throws IOException;

        @Override
        void close() throws IOException;
    }
}
