package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A {@code /dev/shm} of 64 MB, as Docker gives it, in a mount namespace of its own. */
@Timeout(90)
class SmallSharedMemoryTest {

    private static final List<String> CONTAINER =
            List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64m tmpfs /dev/shm && exec \"$@\"", "sh");

    @Test
    void mapsAFileElsewhereAndSaysHowToMakeRoom() throws Exception {
        assumeTrue(isAllowed(), "this system lets nobody mount a tmpfs in a namespace of its own");
        Process program = start(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmallSharedMemory.class.getName());
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor()).as(said).isZero();
        assertThat(said.lines().filter("shm 3.0 3.0"::equals)).as(said).hasSize(2);
        assertThat(said.lines().filter(line -> line.contains("WARN")))
                .anyMatch(line -> line.contains("/dev/shm has ")
                        && line.contains(" bytes free and ")
                        && line.contains("may be slow")
                        && line.contains("docker run --shm-size"));
    }

    private static boolean isAllowed() throws InterruptedException {
        try {
            Process tried = start("true");
            return tried.waitFor(20, TimeUnit.SECONDS) && tried.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(
                        Stream.concat(CONTAINER.stream(), Stream.of(command)).toList())
                .redirectErrorStream(true)
                .start();
    }
}
