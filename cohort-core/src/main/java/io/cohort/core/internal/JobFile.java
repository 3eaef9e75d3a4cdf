package io.cohort.core.internal;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A YAML file as the user named it: its text, its tree, and the folder that its relative paths start from. */
public final class JobFile {

    /** Larger files are no jobs. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String NO_SUCH_FILE = "no-such-file";

    private JobFile() {}

    /**
     * Reads a file's tree.
     *
     * @throws UserMistake of kind {@code no-such-file} when it cannot be read, {@code job-syntax} when it is no YAML
     */
    public static Mapping tree(Path file) {
        return YamlTree.file(text(file), file.toString());
    }

    /** The folder of a file, absolute. */
    public static Path folder(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    private static String text(Path file) {
        byte[] bytes = bytes(file);
        if (bytes.length > MAX_BYTES) {
            throw new UserMistake(
                    YamlTree.KIND,
                    new Problem(
                            file.toString(),
                            null,
                            "is larger than 1 MB, which no job is",
                            "Give the path of a job file"));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UserMistake(
                    YamlTree.KIND, new Problem(file.toString(), null, "is no UTF-8 text", "Save the file as UTF-8"));
        }
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw unreadable(file, "is a folder, not a file", "Give the path of a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw unreadable(
                    file,
                    "there is no such file",
                    "Look for it from the folder " + Path.of("").toAbsolutePath());
        } catch (AccessDeniedException e) {
            throw unreadable(file, "may not be read by this user", "Make the file readable");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage(), "Copy it to a disk that can be read");
        }
    }

    private static UserMistake unreadable(Path file, String rule, String fix) {
        return new UserMistake(NO_SUCH_FILE, new Problem(file.toString(), null, rule, fix));
    }
}
