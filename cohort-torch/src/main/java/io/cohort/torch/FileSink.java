package io.cohort.torch;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Where the files of a directory are written, one after the other: a folder, or a run directory that another process keeps. */
@FunctionalInterface
public interface FileSink {

    /** A new file; its channel is closed before the next one is asked for. */
    WritableByteChannel create(String name) throws IOException;
}
