package io.cohort.observe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The name of a run directory that nobody named: {@code <name>-<yyyyMMdd-HHmmss>}, with {@code -2} and so on where that is taken. */
final class RunName {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private RunName() {}

    static Path free(Path runs, String job, Clock clock) {
        String name = job.replaceAll("[^A-Za-z0-9._-]+", "-") + "-" + TIME.format(LocalDateTime.now(clock));
        Path path = runs.resolve(name);
        for (int n = 2; Files.exists(path); n++) {
            path = runs.resolve(name + "-" + n);
        }
        return path;
    }
}
