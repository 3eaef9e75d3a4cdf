package io.cohort.torch.data.look;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Nearest;
import io.cohort.torch.data.BundledData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Looks at a bundled data set, a file or a folder. Reads no more than the beginning of a file, guesses, and says why; whether the guess holds is
 * seen when the job is checked, which reads everything.
 */
public final class DataLook {

    private DataLook() {}

    /**
     * Says what it seems to be.
     *
     * @param nameOrPath a bundled name, an IDX, CSV or text file (plain or gzip), or a folder of such or with a folder of images a class
     * @throws UserMistake of kind {@code no-such-file}, {@code file-unreadable}, or {@code unknown-data} when it seems to be nothing that can be trained on
     */
    public static Sighting at(String nameOrPath) {
        for (BundledData bundled : ServiceLoader.load(BundledData.class)) {
            if (bundled.name().equals(nameOrPath)) {
                return BundledLook.at(bundled);
            }
        }
        Path path = Path.of(nameOrPath);
        if (!Files.exists(path)) {
            throw missing(nameOrPath);
        }
        try {
            return Files.isDirectory(path) ? FolderLook.at(path.toAbsolutePath()) : file(path.toAbsolutePath());
        } catch (IOException e) {
            throw new UserMistake(
                    "file-unreadable",
                    new Problem(nameOrPath, null, "cannot be read (" + e.getMessage() + ")", "Check its permissions"));
        }
    }

    private static Sighting file(Path file) throws IOException {
        Beginning beginning = Beginning.of(file);
        if (IdxLook.isIdx(beginning)) {
            return IdxLook.at(file);
        }
        if (!beginning.isText()) {
            throw unknown(file, "is neither text nor an IDX file");
        }
        return CsvLook.at(file, beginning).orElseGet(() -> TextLook.at(file, beginning));
    }

    static UserMistake unknown(Path path, String what) {
        return new UserMistake(
                "unknown-data",
                new Problem(
                        path.toString(),
                        null,
                        what,
                        "Give a CSV, IDX or text file, or a folder that has a folder of images for each class"));
    }

    private static UserMistake missing(String nameOrPath) {
        List<String> bundled = ServiceLoader.load(BundledData.class).stream()
                .map(found -> found.get().name())
                .sorted()
                .toList();
        String fix =
                Nearest.of(nameOrPath, bundled).map(near -> "Write " + near).orElse("Check the path");
        return new UserMistake(
                "no-such-file",
                new Problem(
                        nameOrPath,
                        null,
                        "there is no such file, nor is it a bundled data set (" + String.join(", ", bundled) + ")",
                        fix));
    }
}
