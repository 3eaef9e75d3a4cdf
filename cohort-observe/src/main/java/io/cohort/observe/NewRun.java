package io.cohort.observe;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.file.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Makes a run directory that appears whole, with its job and its writer's mark, or not at all.
 *
 * <p>Threading: any; of two that want the same directory one is told that it exists.
 */
final class NewRun {

    private static final String PARTIAL = ".partial";

    private NewRun() {}

    static Path create(Path path, String jobYaml) {
        if (Files.exists(path)) {
            throw exists(path);
        }
        Path draft = beside(path);
        try {
            Files.createDirectories(draft.getParent());
            Files.createDirectory(draft);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        try {
            AtomicFiles.write(draft.resolve("job.yaml"), jobYaml.getBytes(StandardCharsets.UTF_8));
            WriterMark.take(draft);
            // Onto a directory that came meanwhile and has something in it, this fails.
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            return path;
        } catch (IOException e) {
            UserMistake mistake = Files.exists(path) ? exists(path) : unwritable(path, e);
            discard(draft, mistake);
            throw mistake;
        }
    }

    /** A name beside a run's, for what this process has not finished making or deleting. */
    static Path beside(Path path) {
        return path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid() + PARTIAL);
    }

    /** Whether a directory is a run on its way, or one whose maker was killed, or on its way out. */
    static boolean isPartial(Path path) {
        return path.toString().endsWith(PARTIAL);
    }

    private static void discard(Path draft, Exception because) {
        try {
            FileTree.delete(draft);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static UserMistake exists(Path path) {
        return new UserMistake(
                RunDirectory.KIND,
                new Problem(
                        "--out",
                        path.toString(),
                        "it exists already, and a run never writes over another",
                        "Name a directory that does not exist, or go on in this run with --resume " + path));
    }

    private static UserMistake unwritable(Path path, IOException e) {
        return new UserMistake(
                RunDirectory.KIND,
                new Problem(
                        "--out",
                        path.toString(),
                        "the run directory cannot be made: " + Reason.of(e),
                        "Name one in a place that can be written, with --out DIR"));
    }
}
