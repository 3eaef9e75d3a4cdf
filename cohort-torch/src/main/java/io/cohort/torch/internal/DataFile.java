package io.cohort.torch.internal;

import io.cohort.core.error.Problem;
import io.cohort.core.error.RunFailed;
import io.cohort.core.error.UserMistake;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A data file that can be read at any place. One compressed with gzip (seen from its first bytes, not from its name) is unpacked into a
 * temporary file first, which is gone at the latest when the process ends.
 *
 * <p>Threading: safe for several threads, which take turns. Interrupting a reader does not close the file under the others.
 */
public final class DataFile {

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final RandomAccessFile content;
    private final long size;

    private DataFile(Path path, RandomAccessFile content) throws IOException {
        this.path = path;
        this.content = content;
        this.size = content.length();
    }

    /**
     * Opens a file.
     *
     * @throws UserMistake of kind {@code no-such-file}, {@code data-format}, {@code data-truncated} or {@code file-unreadable}
     */
    public static DataFile open(Path path) {
        if (!Files.exists(path)) {
            throw mistake(
                    path,
                    "no-such-file",
                    "there is no such file",
                    "Check the path; a relative one starts at the job file's folder");
        }
        if (!Files.isRegularFile(path)) {
            throw mistake(path, "data-format", "is no plain file", "Name the file itself");
        }
        try {
            return new DataFile(path, compressed(path) ? unpacked(path) : new RandomAccessFile(path.toFile(), "r"));
        } catch (EOFException e) {
            throw mistake(
                    path,
                    "data-truncated",
                    "its compression ends too early",
                    "Fetch the file again; it was probably cut off");
        } catch (ZipException e) {
            throw mistake(
                    path, "data-format", "its compression is damaged (" + e.getMessage() + ")", "Fetch the file again");
        } catch (IOException e) {
            throw mistake(path, "file-unreadable", "cannot be read (" + e.getMessage() + ")", "Check its permissions");
        }
    }

    private static boolean compressed(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return ((in.read() << 8) | in.read()) == GZIP_MAGIC;
        }
    }

    private static RandomAccessFile unpacked(Path path) throws IOException {
        Path plain = Files.createTempFile("cohort-", ".data");
        try {
            try (InputStream in = new GZIPInputStream(
                            new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES), BUFFER_BYTES);
                    OutputStream out = Files.newOutputStream(plain)) {
                in.transferTo(out);
            }
            return new RandomAccessFile(plain.toFile(), "r");
        } finally {
            forget(plain);
        }
    }

    /** Where an open file may be deleted it lives on until it is closed; elsewhere it goes with the process. */
    private static void forget(Path plain) {
        if (!plain.toFile().delete()) {
            plain.toFile().deleteOnExit();
        }
    }

    /** The file as the user named it. */
    public Path path() {
        return path;
    }

    /** Bytes, unpacked. */
    public long size() {
        return size;
    }

    /**
     * Reads bytes.
     *
     * @throws RunFailed of kind {@code data-changed} when they are not there any more
     */
    public void read(long position, byte[] into, int offset, int length) {
        synchronized (content) {
            try {
                content.seek(position);
                content.readFully(into, offset, length);
            } catch (IOException e) {
                throw changed(e);
            }
        }
    }

    /** The error of a file that is not what it was when it was opened. */
    public RunFailed changed(Exception seen) {
        return new RunFailed(
                "data-changed",
                path + ": is not what it was when the run began (" + seen.getMessage() + ")",
                "Train again, and leave data files alone while a run reads them",
                -1,
                seen);
    }

    private static UserMistake mistake(Path path, String kind, String rule, String fix) {
        return new UserMistake(kind, new Problem(path.toString(), null, rule, fix));
    }
}
