package io.cohort.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void writesAndReplacesWhole() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.write(file, "one, and longer".getBytes());
        AtomicFiles.write(file, "two".getBytes());

        assertThat(file).hasContent("two");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void writesBesideUntilTheContentIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        AtomicFiles.write(file, channel -> {
            AtomicFiles.writeFully(channel, ByteBuffer.wrap("new".getBytes()));
            assertThat(file).hasContent("old");
            assertThat(names()).hasSize(2).anyMatch(name -> name.startsWith(".a.txt.tmp-"));
        });

        assertThat(file).hasContent("new");
    }

    @Test
    void leavesNothingWhenTheContentFails() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");

        assertThatThrownBy(() -> AtomicFiles.write(file, channel -> {
                    AtomicFiles.writeFully(channel, ByteBuffer.wrap("half".getBytes()));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void leavesNothingWhenTheTargetCannotBeReplaced() throws IOException {
        Path target =
                Files.createDirectories(folder.resolve("a").resolve("full")).getParent();

        assertThatThrownBy(() -> AtomicFiles.write(target, new byte[] {1})).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("a");
        assertThat(target.resolve("full")).isDirectory();
    }

    @Test
    void failsWhereTheFolderIsMissing() {
        assertThatThrownBy(() -> AtomicFiles.write(folder.resolve("none/a.txt"), new byte[0]))
                .isInstanceOf(IOException.class);
    }

    @Test
    void takesARelativePath() throws IOException {
        Path relative =
                Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath().resolve("a.txt"));
        AtomicFiles.write(relative, new byte[] {7});

        assertThat(folder.resolve("a.txt")).hasBinaryContent(new byte[] {7});
    }
}
