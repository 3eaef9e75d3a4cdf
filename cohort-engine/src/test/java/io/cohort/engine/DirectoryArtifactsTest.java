package io.cohort.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryArtifactsTest {

    @TempDir
    Path root;

    private DirectoryArtifacts artifacts() {
        return new DirectoryArtifacts(root);
    }

    private static void write(ArtifactStore.Draft draft, String name, String text) throws IOException {
        try (WritableByteChannel file = draft.create(name)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void keep(ArtifactStore store, String path) throws IOException {
        try (ArtifactStore.Draft draft = store.begin(path)) {
            write(draft, "a.txt", "text");
            draft.commit();
        }
    }

    @Test
    void showsADirectoryOnlyOnceItIsWhole() throws IOException {
        try (ArtifactStore.Draft draft = artifacts().begin("checkpoints/1")) {
            write(draft, "a.txt", "text");
            assertThat(root.resolve("checkpoints/1")).doesNotExist();
            assertThat(artifacts().list("")).isEmpty();
            draft.commit();
        }
        assertThat(artifacts().list("checkpoints")).containsExactly("1");
        assertThat(artifacts().list("checkpoints/1")).containsExactly("a.txt");
        try (InputStream in = artifacts().open("checkpoints/1/a.txt")) {
            assertThat(in).hasContent("text");
        }
    }

    @Test
    void leavesNothingOfADraftThatIsClosed() throws IOException {
        ArtifactStore.Draft draft = artifacts().begin("model");
        write(draft, "a.txt", "text");
        draft.create("b.txt");
        draft.close();
        assertThat(root).isEmptyDirectory();
        assertThatThrownBy(draft::commit).hasMessageContaining("closed already");
    }

    @Test
    void sweepsWhatAnEarlierProcessLeft() throws IOException {
        Files.createDirectories(root.resolve(".draft-old/inside"));
        Files.writeString(root.resolve(".draft-old/inside/file"), "x");
        Files.createDirectory(root.resolve(".other"));
        artifacts().begin("model").close();
        assertThat(root.resolve(".draft-old")).doesNotExist();
        assertThat(root.resolve(".other")).exists();
    }

    @Test
    void refusesToWriteWhatExists() throws IOException {
        keep(artifacts(), "model");
        assertThatThrownBy(() -> artifacts().begin("model")).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void refusesACommitWithAFileStillOpen() throws IOException {
        try (ArtifactStore.Draft draft = artifacts().begin("model")) {
            draft.create("a.txt");
            assertThatThrownBy(draft::commit).hasMessageContaining("still open");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/../../x", "/etc/x", "", ".", "a/./b", ".draft-x", "a\\b", "a\0b"})
    void refusesPathsThatLeadOut(String path) {
        assertThatThrownBy(() -> artifacts().begin(path)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> artifacts().open(path)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> artifacts().delete(path)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", "", ".hidden", "a\\b"})
    void refusesFileNamesThatAreNotPlain(String name) throws IOException {
        try (ArtifactStore.Draft draft = artifacts().begin("model")) {
            assertThatThrownBy(() -> draft.create(name)).hasMessageContaining("must be a plain name");
        }
    }

    @Test
    void deletesADirectoryAndMindsNoneThatIsMissing() throws IOException {
        keep(artifacts(), "checkpoints/1");
        artifacts().delete("checkpoints/1");
        artifacts().delete("checkpoints/1");
        assertThat(artifacts().list("checkpoints")).isEmpty();
        assertThat(artifacts().list("nowhere")).isEmpty();
        assertThatThrownBy(() -> artifacts().open("checkpoints/1/a.txt")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void saysWhyItCannotWrite() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> new DirectoryArtifacts(file).begin("model"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file");
    }
}
