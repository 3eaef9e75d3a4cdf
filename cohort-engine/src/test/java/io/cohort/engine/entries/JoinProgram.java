package io.cohort.engine.entries;

import io.cohort.comm.TlsFiles;
import io.cohort.core.error.CohortException;
import io.cohort.engine.RemoteWorkers;
import java.nio.file.Path;

/** What {@code cohort join} does, in a JVM of its own. */
public final class JoinProgram {

    private JoinProgram() {}

    public static void main(String[] arguments) {
        try {
            String last = RemoteWorkers.join(
                    arguments[0],
                    Integer.parseInt(arguments[1]),
                    Path.of(arguments[2]),
                    arguments.length == 3
                            ? null
                            : new TlsFiles(Path.of(arguments[3]), Path.of(arguments[4]), Path.of(arguments[5])),
                    line -> System.out.println("log " + line));
            System.out.println("announced " + last);
        } catch (CohortException e) {
            System.out.println("error " + e.kind() + " " + e.getMessage());
            System.exit(e.exitCode());
        }
    }
}
