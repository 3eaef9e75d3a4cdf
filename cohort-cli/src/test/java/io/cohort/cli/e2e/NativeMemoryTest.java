package io.cohort.cli.e2e;

import io.cohort.cli.e2e.CohortProcess.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resident size of each worker, from step 1,000 to step 10,000. {@link LostProcessTest} has the short form. */
@Tag("long")
@DisabledOnOs(OS.WINDOWS)
class NativeMemoryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp", "gloo"})
    void staysWhereItIs(String transport) throws Exception {
        try (CohortProcess train = NativeMemory.start(folder, folder.resolve("run"), 10_000, transport)) {
            Ended end = train.end();

            end.summary();
            NativeMemory.assertKeptBy(end, 1_000);
        }
    }
}
