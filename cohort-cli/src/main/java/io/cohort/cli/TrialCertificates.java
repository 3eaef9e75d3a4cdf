package io.cohort.cli;

import io.cohort.cli.certs.TrialAuthority;
import io.cohort.comm.TlsFiles;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.observe.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates for one command on this host, as {@code cohort certs} makes them, in a folder of their own. Closing deletes it. */
final class TrialCertificates implements AutoCloseable {

    private final Path folder;
    private final TlsFiles files;

    private TrialCertificates(Path folder, TlsFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** @throws UserMistake of kind {@code file-unwritable} when the directory for temporary files takes none */
    static TrialCertificates make() {
        try {
            Path folder = Files.createTempDirectory("cohort-certs");
            folder.toFile().deleteOnExit(); // where it cannot be filled
            return new TrialCertificates(folder, new TrialAuthority(List.of(), 1).write(folder));
        } catch (IOException e) {
            throw new UserMistake(
                    "file-unwritable",
                    new Problem(
                            "java.io.tmpdir",
                            System.getProperty("java.io.tmpdir"),
                            "certificates cannot be written there: " + Reason.of(e),
                            "Name another directory: COHORT_JAVA_OPTS=-Djava.io.tmpdir=DIR"));
        }
    }

    TlsFiles files() {
        return files;
    }

    @Override
    public void close() throws IOException {
        Files.delete(files.ca());
        Files.delete(files.cert());
        Files.delete(files.key());
        Files.delete(folder);
    }
}
