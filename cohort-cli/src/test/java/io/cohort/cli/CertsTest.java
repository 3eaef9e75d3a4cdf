package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.comm.Tls;
import io.cohort.comm.TlsFiles;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertsTest {

    @TempDir
    Path folder;

    private Path out() {
        return folder.resolve("certs");
    }

    private Ran certs(String... options) {
        return Ran.cohort(Stream.concat(Stream.of("certs", "--out", out().toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    void makesFilesThatAreAcceptedAndNameTheHosts() throws Exception {
        Ran made = certs("--hosts", "10.0.0.1,trainer.example,fe80::1", "--days", "7");

        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(Tls.load(TlsFiles.in(out())).keyManager()).isNotNull();
        X509Certificate worker = certificate("worker.pem");
        assertThat(worker.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
                .contains("10.0.0.1", "trainer.example", "fe80:0:0:0:0:0:0:1", "localhost", "127.0.0.1");
        assertThat(worker.getNotAfter().toInstant())
                .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(7)));
        assertThat(worker.getBasicConstraints()).as("signs nobody else").isEqualTo(-1);
        assertThat(certificate("ca.pem").getBasicConstraints())
                .as("signs members, and no other authorities")
                .isZero();
    }

    @Test
    void keepsThePrivateKeyToItsOwnerAndNotTheAuthoritysAtAll() throws Exception {
        certs();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out().resolve("worker.key"))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(out())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.pem", "worker.pem", "worker.key");
        }
    }

    @Test
    void writesOverNothing() throws Exception {
        Files.createDirectories(out());
        Files.writeString(out().resolve("worker.pem"), "somebody's");
        Ran refused = certs();

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("worker.pem", "is there already");
        assertThat(out().resolve("worker.pem")).hasContent("somebody's");
        assertThat(out().resolve("worker.key")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoHostAndNoNumberOfDays() {
        assertThat(List.of(certs("--hosts", "10.0.0.1:7070"), certs("--days", "0")))
                .allSatisfy(refused -> assertThat(refused.exit()).isEqualTo(2))
                .anySatisfy(refused -> assertThat(refused.err()).contains("neither a host's name nor its address"))
                .anySatisfy(refused -> assertThat(refused.err()).contains("--days 1"));
        assertThat(out()).doesNotExist();
    }

    @Test
    void givesOtherCertificatesEachTime() throws Exception {
        certs();
        TlsFiles first = TlsFiles.in(out());
        Path again = folder.resolve("again");
        Ran.cohort("certs", "--out", again.toString());
        TlsFiles mixed = new TlsFiles(first.ca(), again.resolve("worker.pem"), again.resolve("worker.key"));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Tls.load(mixed)))
                .hasMessageContaining("is not accepted by the authority");
    }

    private X509Certificate certificate(String name) throws Exception {
        try (InputStream in = Files.newInputStream(out().resolve(name))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
