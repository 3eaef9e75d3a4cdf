package io.cohort.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Every step by which artifacts change a disk, one method each, so that tests can let the power fail at any of them.
 *
 * <p>Threading: stateless.
 */
class Disk {

    void makeDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    int write(FileChannel file, ByteBuffer source) throws IOException {
        return file.write(source);
    }

    void force(FileChannel file) throws IOException {
        file.force(true);
    }

    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes renames and new names in a directory survive a crash. */
    void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }
}
