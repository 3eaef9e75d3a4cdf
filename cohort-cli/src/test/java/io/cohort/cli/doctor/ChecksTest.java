package io.cohort.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.doctor.DoctorCheck.Level;
import io.cohort.core.doctor.DoctorCheck.Plan;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {

    private static final Plan FOUR_WORKERS = new Plan(4);

    @TempDir
    Path folder;

    @Test
    void warnsOfMoreWorkersThanCores() {
        assertThat(new CoresCheck(2).look(FOUR_WORKERS))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
                .satisfies(finding -> assertThat(finding.fix()).endsWith("--workers 2"));
        assertThat(new CoresCheck(2).look(new Plan(2)).level()).isEqualTo(Level.OK);
    }

    @Test
    void warnsOfAHostNameThatLeadsNowhereElse() throws IOException {
        InetAddress debian = InetAddress.getByAddress("debian", new byte[] {127, 0, 1, 1});
        InetAddress reachable = InetAddress.getByAddress("node7", new byte[] {10, 0, 0, 7});

        assertThat(HostNameCheck.judge(debian).text()).isEqualTo("debian is 127.0.1.1, which other hosts cannot reach");
        assertThat(HostNameCheck.judge(debian).level()).isEqualTo(Level.WARNING);
        assertThat(HostNameCheck.judge(reachable).level()).isEqualTo(Level.OK);
    }

    @Test
    void warnsOfTooLittleSharedMemoryForTheWorkers() {
        int tooMany = 1_000_000_000;

        assertThat(new SharedMemoryCheck(folder).look(new Plan(1)).level()).isEqualTo(Level.OK);
        assertThat(new SharedMemoryCheck(folder).look(new Plan(tooMany)).level())
                .isEqualTo(Level.WARNING);
        assertThat(new SharedMemoryCheck(folder.resolve("none"))
                        .look(FOUR_WORKERS)
                        .level())
                .isEqualTo(Level.WARNING);
    }

    @Test
    void findsATemporaryDirectoryThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(new TemporaryFilesCheck(folder, folder.resolve("cache"))
                        .look(FOUR_WORKERS)
                        .level())
                .isEqualTo(Level.OK);
        assertThat(new TemporaryFilesCheck(file, folder).look(FOUR_WORKERS).level())
                .isEqualTo(Level.PROBLEM);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void findsThatThisMachineCanTalkToItself() {
        assertThat(new PortsCheck().look(FOUR_WORKERS).level()).isEqualTo(Level.OK);
        assertThat(new JavaCheck().look(FOUR_WORKERS).level()).isEqualTo(Level.OK);
    }
}
