package io.cohort.observe;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.file.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
        String name = "." + path.getFileName() + "." + ProcessHandle.current().pid() + PARTIAL;
        Path draft = path.resolveSibling(name);
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

    /** Whether a directory is a run on its way, or one whose maker was killed. */
    static boolean isPartial(Path path) {
        return path.toString().endsWith(PARTIAL);
    }

    private static void discard(Path draft, Exception because) {
        try (Stream<Path> files = Files.walk(draft)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
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
