package io.cohort.cli.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What is left in the host's shared memory. */
final class SharedMemory {

    private static final Path DIRECTORY = Path.of("/dev/shm");

    private SharedMemory() {}

    /** Names of files that these processes made; none where the host has no such directory. */
    static List<String> filesOf(Collection<ProcessHandle> processes) throws IOException {
        if (!Files.isDirectory(DIRECTORY)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> processes.stream()
                            .anyMatch(process -> name.startsWith("cohort-comm-" + process.pid() + "-")))
                    .toList();
        }
    }
}
