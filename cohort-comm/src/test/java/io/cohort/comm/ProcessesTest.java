package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ProcessesTest {

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource({"auto,shm", "tcp,tcp"})
    void reducesAndThenNamesARankThatIsKilledInAnOperation(String wanted, String chosen) throws Exception {
        start(3, wanted);
        int expected = Arrays.hashCode(ProcessRank.expectedSum(3));
        for (int rank = 0; rank < 3; rank++) {
            assertThat(told("sum/" + rank, rank)).isEqualTo(chosen + " " + expected);
            assertThat(told("running/" + rank, rank)).isEqualTo("yes");
        }
        assertThat(sharedFiles()).as("nothing has a name while they run").isEmpty();

        Process victim = processes.get(1).destroyForcibly();
        assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(victim.exitValue()).as("killed by signal 9").isEqualTo(137);
        long killed = System.nanoTime();
        for (int rank : new int[] {0, 2}) {
            assertThat(told("outcome/" + rank, rank))
                    .startsWith("worker-lost 1 ")
                    .contains("rank 1");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(10));
        for (int rank : new int[] {0, 2}) {
            assertThat(processes.get(rank).waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(processes.get(rank).exitValue()).isZero();
        }
        assertThat(sharedFiles()).isEmpty();
    }

    private void start(int size, String transport) throws IOException {
        for (int rank = 0; rank < size; rank++) {
            Path log = folder.resolve("log-" + rank);
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ProcessRank.class.getName(),
                            folder.toString(),
                            Integer.toString(rank),
                            Integer.toString(size),
                            transport)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start());
        }
    }

    private String told(String key, int rank) throws IOException {
        try {
            byte[] told = new FileRendezvous(folder).get(key, Duration.ofSeconds(60));
            return new String(told, StandardCharsets.UTF_8);
        } catch (CommException e) {
            throw new AssertionError(Files.readString(folder.resolve("log-" + rank)), e);
        }
    }

    private List<String> sharedFiles() throws IOException {
        List<String> prefixes = processes.stream()
                .map(process -> "cohort-comm-" + process.pid() + "-")
                .toList();
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> prefixes.stream().anyMatch(name::startsWith))
                    .toList();
        }
    }
}
