package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cohort.cli.e2e.CohortProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A disk that fills up while a run writes its second checkpoint. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class FullDiskTest {

    /** Holds one checkpoint of the job, with its 80 KB, but not two. */
    private static final String ROOM = "size=140k";

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", ROOM, "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(mount.getInputStream().readAllBytes());
        assumeTrue(mount.waitFor() == 0, "only root may mount a small disk: " + answer);
    }

    @AfterEach
    void unmount() throws Exception {
        new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }

    @Test
    void endsTheRunNamingTheFileAndLeavesNothingTorn() throws Exception {
        Path run = disk.resolve("run");
        try (CohortProcess train =
                CohortProcess.start("train", DigitsTest.JOB, "--engine", "threads", "--out", run.toString())) {
            Ended end = train.end();

            assertThat(end.exit()).as(end.err()).isEqualTo(1);
            assertThat(end.last()).containsEntry("type", "error").containsEntry("kind", "run-directory");
            assertThat((String) end.last().get("message"))
                    .contains(run.resolve("checkpoints/step-00000046/state.safetensors: No space left on device")
                            .toString());
            assertThat((String) end.last().get("fix")).contains("Make room", "--resume");
            assertThat(end.err()).doesNotContain("\tat ");
        }
        Path report = run.resolve("report.html"); // whole, where there was room for it
        if (Files.exists(report)) {
            assertThat(Files.readString(report).strip()).endsWith("</html>");
        }
        assertThat(files(run))
                .filteredOn(file -> !file.equals("report.html"))
                .containsExactlyInAnyOrder(
                        "job.yaml",
                        "events.jsonl",
                        "checkpoints/step-00000023/state.safetensors",
                        "checkpoints/step-00000023/checkpoint.json");
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .toList();
        }
    }
}
