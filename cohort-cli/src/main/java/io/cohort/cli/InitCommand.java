package io.cohort.cli;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.file.AtomicFiles;
import io.cohort.observe.Reason;
import io.cohort.torch.data.look.DataLook;
import io.cohort.torch.data.look.Sighting;
import io.cohort.train.JobDraft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort init}. */
@Command(
        name = "init",
        description = "Looks at a data set and writes a first job for it, with a reason on every line.",
        footer = {
            "",
            "Examples:",
            "  cohort init iris.csv",
            "  cohort init mnist/train-images-idx3-ubyte.gz --out mnist.yaml",
            "  cohort init digits"
        })
final class InitCommand implements Callable<Integer> {

    private static final int MOST_NAME = 64;

    private final Cohort cohort;

    @Parameters(
            paramLabel = "DATA",
            description =
                    "A CSV, IDX or text file, a folder with a folder of images for each class, or a bundled name.")
    String data = "";

    @Option(names = "--out", paramLabel = "FILE", description = "The job file. Without it: <name of the data>.yaml.")
    @Nullable
    Path out;

    @Option(names = "--force", description = "Writes over a file that is there.")
    boolean force;

    InitCommand(Cohort cohort) {
        this.cohort = cohort;
    }

    @Override
    public Integer call() {
        Sighting seen = DataLook.at(data);
        String name = name(data);
        Path file = out == null ? Path.of(name + ".yaml") : out;
        refuseToOverwrite(file);
        write(file, JobDraft.yaml(name, seen, file));
        Console console = cohort.console();
        console.last("init", Map.of("out", file.toString(), "seen", seen.summary()));
        console.show(List.of(
                data + ": " + seen.summary(),
                file + " is written. Try: cohort train " + file + ", or change it first"));
        return 0;
    }

    private void refuseToOverwrite(Path file) {
        if (Files.exists(file) && !force) {
            throw new UserMistake(
                    "file-exists",
                    new Problem(
                            "--out",
                            file.toString(),
                            "is there already",
                            "Name another file, or give --force to write over it"));
        }
    }

    private static void write(Path file, String yaml) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(yaml);
            AtomicFiles.write(file, channel -> {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            });
        } catch (IOException e) {
            throw new UserMistake(
                    "file-unwritable",
                    new Problem(
                            file.toString(),
                            null,
                            "cannot be written: " + Reason.of(e),
                            "Name a file in a folder that exists and can be written"));
        }
    }

    /** A job's name from the data's: without folder and endings, with what a name may hold. */
    private static String name(String data) {
        Path last = Path.of(data).toAbsolutePath().normalize().getFileName();
        String clean = String.valueOf(last)
                .replaceFirst("(?<=.)\\..*$", "")
                .replaceAll("[^A-Za-z0-9_-]+", "-")
                .replaceAll("^-+|-+$", "");
        return clean.isEmpty() ? "job" : clean.substring(0, Math.min(MOST_NAME, clean.length()));
    }
}
