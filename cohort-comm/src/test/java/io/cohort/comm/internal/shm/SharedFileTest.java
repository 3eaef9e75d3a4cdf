package io.cohort.comm.internal.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.internal.wire.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFileTest {

    private static final long NO_PROCESS = 999_999_999L;

    @Test
    void showsOneMemoryToAllWhoMappedItAndOutlivesItsName() throws IOException {
        try (SharedFile own = SharedFile.create(1000);
                SharedFile other = SharedFile.open(own.path(), 1000, own.nonce())) {
            own.unlink();
            assertThat(own.path()).doesNotExist();
            Memory ours = own.memory();
            assertThat(ours.address() % 64).isZero();
            assertThat(ours.bytes()).isEqualTo(1000);
            assertThat(other.buffer().getLong(16)).isZero();
            own.buffer().putLong(16, 42);
            assertThat(other.buffer().getLong(16)).isEqualTo(42);
        }
    }

    @Test
    void letsOnlyItsOwnerIn() throws IOException {
        try (SharedFile file = SharedFile.create(10)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("rw-------");
            file.unlink();
        }
    }

    @Test
    void refusesAnotherFileThanTheAnnouncedOne(@TempDir Path directory) throws IOException {
        try (SharedFile file = SharedFile.create(10)) {
            assertThatThrownBy(() -> SharedFile.open(file.path(), 10, file.nonce() + 1))
                    .hasMessageContaining("another file");
            assertThatThrownBy(() -> SharedFile.open(file.path(), 11, file.nonce()))
                    .hasMessageContaining("bytes instead of");
            assertThatThrownBy(() -> SharedFile.open(directory.resolve("passwords"), 10, 1))
                    .hasMessageContaining("not a shared file");
            file.unlink();
        }
    }

    @Test
    void sweepsWhatTheDeadLeftAndNothingElse(@TempDir Path directory) throws IOException {
        Path left = file(directory, NO_PROCESS, Instant.EPOCH);
        Path young = file(directory, NO_PROCESS - 1, Instant.now());
        Path ours = file(directory, ProcessHandle.current().pid(), Instant.EPOCH);
        SharedDirectory.sweep(directory);
        assertThat(left).doesNotExist();
        assertThat(young).exists();
        assertThat(ours).exists();
    }

    private static Path file(Path directory, long pid, Instant modified) throws IOException {
        Path file = Files.createFile(directory.resolve(SharedDirectory.PREFIX + pid + "-00"));
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
