package io.cohort.engine.internal;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The file through which a run's secret reaches other hosts: readable by its owner only, from the moment it exists. */
final class TokenFile {

    private static final String TOKEN = "[0-9a-f]{64}";

    private TokenFile() {}

    static Path write(String token) throws IOException {
        boolean posix = java.nio.file.FileSystems.getDefault()
                .supportedFileAttributeViews()
                .contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path file = Files.createTempFile("cohort-", ".token", ownerOnly);
        Files.writeString(file, token + "\n", StandardCharsets.US_ASCII);
        return file;
    }

    /** Reads one that was copied, or made by hand. @throws UserMistake when it is missing or holds something else */
    static String read(Path file) {
        String fix = "Copy the token file that the launcher named when it began to listen;"
                + " or give both sides one of your own: openssl rand -hex 32 > token";
        try {
            String token = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (token.matches(TOKEN)) {
                return token;
            }
            throw new UserMistake(
                    "wrong-token", new Problem("--token-file", file.toString(), "does not hold a run's token", fix));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file", fix);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage(), fix);
        }
    }

    private static UserMistake unreadable(Path file, String rule, String fix) {
        return new UserMistake("no-token-file", new Problem("--token-file", file.toString(), rule, fix));
    }
}
