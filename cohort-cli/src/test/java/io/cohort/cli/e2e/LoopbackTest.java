package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where a run of one host listens while it is on, as the kernel says. */
@Execution(ExecutionMode.CONCURRENT)
class LoopbackTest {

    private static final String LISTENING = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    @TempDir
    Path folder;

    @Test
    void aRunOfOneHostListensOnLoopbackOnly() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux says who listens where");
        try (CohortProcess train = CohortProcess.start(
                "train",
                DigitsTest.JOB,
                "--set",
                "train.epochs=1000",
                "--set",
                "parallel.transport=tcp",
                "--out",
                folder.resolve("run").toString())) {
            List<Long> processes = new ArrayList<>(List.of(train.pid()));
            train.workers(2).values().forEach(worker -> processes.add(worker.pid()));
            train.awaitStep(2, 1);
            List<String> doors = new ArrayList<>();
            for (long process : processes) {
                doors.addAll(doorsOf(process));
            }
            assertThat(doors).as("the launcher's at least").isNotEmpty().allMatch(LoopbackTest::isLoopback);
        }
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("0100007F:")
                || address.startsWith("0000000000000000FFFF00000100007F:")
                || address.startsWith("00000000000000000000000001000000:");
    }

    private static List<String> doorsOf(long process) throws IOException {
        Set<String> own = sockets(process);
        return Stream.concat(
                        Files.readAllLines(Path.of("/proc/net/tcp")).stream(),
                        Files.readAllLines(Path.of("/proc/net/tcp6")).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > INODE
                        && words[STATE].equals(LISTENING)
                        && own.contains("socket:[" + words[INODE] + "]"))
                .map(words -> words[ADDRESS])
                .toList();
    }

    private static Set<String> sockets(long process) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            return files.flatMap(file -> target(file).stream()).collect(Collectors.toSet());
        }
    }

    private static Optional<String> target(Path file) {
        try {
            return Optional.of(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            return Optional.empty(); // Closed meanwhile.
        }
    }
}
