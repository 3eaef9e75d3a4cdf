package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.wire.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;

/**
 * A mapped file that several ranks see as the same memory. Only its owner's user may open it, it carries a random number that openers must
 * know, and it is unlinked as soon as all have mapped it, so nothing stays behind even when all are killed.
 *
 * <p>Layout: one page with magic and nonce, then the memory, zeros at first and really allocated, so that a full directory is an error
 * here and not a crash at first touch.
 */
final class SharedFile implements AutoCloseable {

    /** A mapping in Java ends at 2 GB; the page in front and a cache line are taken off. */
    static final long MAX_BYTES = Integer.MAX_VALUE - 8192L;

    private static final int DATA_OFFSET = 4096;
    private static final long MAGIC = 0x4d48535f54524f43L;
    private static final int FILL_BYTES = 1 << 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final long nonce;
    private final MappedByteBuffer mapped;
    private final Memory memory;
    private boolean closed;

    private SharedFile(Path path, long nonce, MappedByteBuffer mapped) {
        this.path = path;
        this.nonce = nonce;
        this.mapped = mapped;
        long start = new BytePointer(mapped).address();
        this.memory = new Memory(start + DATA_OFFSET, mapped.capacity() - DATA_OFFSET);
    }

    static SharedFile create(long bytes) throws IOException {
        Path directory = SharedDirectory.forBytes(bytes);
        try {
            return create(directory, bytes);
        } catch (IOException e) {
            return create(SharedDirectory.insteadOf(directory, bytes, e), bytes);
        }
    }

    private static SharedFile create(Path directory, long bytes) throws IOException {
        long nonce = RANDOM.nextLong();
        String name = SharedDirectory.PREFIX
                + ProcessHandle.current().pid() + "-"
                + HexFormat.of().toHexDigits(RANDOM.nextLong());
        Path path = directory.resolve(name);
        FileAttribute<?>[] ownerOnly =
                path.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(path, options, ownerOnly)) {
            fill(channel, bytes + DATA_OFFSET);
            MappedByteBuffer mapped = map(channel);
            mapped.putLong(8, nonce).putLong(0, MAGIC);
            return new SharedFile(path, nonce, mapped);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Maps another rank's file. */
    static SharedFile open(Path path, long bytes, long nonce) throws IOException {
        if (!path.getFileName().toString().startsWith(SharedDirectory.PREFIX)) {
            throw new IOException(path + " is not a shared file of a group");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != bytes + DATA_OFFSET) {
                throw new IOException(path + " has " + channel.size() + " bytes instead of " + (bytes + DATA_OFFSET));
            }
            MappedByteBuffer mapped = map(channel);
            if (mapped.getLong(0) != MAGIC || mapped.getLong(8) != nonce) {
                Unmapping.unmap(mapped);
                throw new IOException(path + " is another file than the one that was announced");
            }
            return new SharedFile(path, nonce, mapped);
        }
    }

    Path path() {
        return path;
    }

    long nonce() {
        return nonce;
    }

    Memory memory() {
        return memory;
    }

    /** The memory as a little-endian buffer for control words. */
    ByteBuffer buffer() {
        return mapped.slice(DATA_OFFSET, mapped.capacity() - DATA_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
    }

    void unlink() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Gives the mapping back. Nothing may touch the memory afterwards; the peers' mappings of it stay. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Unmapping.unmap(mapped);
        }
    }

    private static MappedByteBuffer map(FileChannel channel) throws IOException {
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
        mapped.order(ByteOrder.LITTLE_ENDIAN);
        return mapped;
    }

    private static void fill(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(bytes, FILL_BYTES));
        long left = bytes;
        while (left > 0) {
            zeros.clear().limit((int) Math.min(left, zeros.capacity()));
            left -= channel.write(zeros);
        }
    }
}
