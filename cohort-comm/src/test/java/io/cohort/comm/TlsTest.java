package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    @ParameterizedTest
    @ValueSource(strings = {"worker", "rsa", "edwards"})
    void readsEveryKindOfKey(String member) {
        assertThat(Tls.load(Certificates.member(member)).engine(true).getEnabledProtocols())
                .containsExactly("TLSv1.3");
    }

    @Test
    void asksTheOtherSideForItsCertificate() {
        Tls tls = Tls.load(Certificates.member("worker"));
        assertThat(tls.engine(false).getNeedClientAuth()).isTrue();
        assertThat(tls.trustManager().getAcceptedIssuers())
                .as("only the run's authority, none of the system's")
                .hasSize(1);
    }

    @Test
    void refusesACertificateThatHasExpired() {
        assertRefused(Certificates.member("expired"), "expired.pem", "not accepted by the authority", "to 2020-02-01");
    }

    @Test
    void refusesACertificateOfAnotherAuthority() {
        assertRefused(Certificates.of("ca", "stranger"), "stranger.pem", "not accepted by the authority");
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        TlsFiles worker = Certificates.member("worker");
        TlsFiles mixed = new TlsFiles(
                worker.ca(), worker.cert(), Certificates.member("elsewhere").key());
        assertRefused(mixed, "elsewhere.key", "is not the key of the certificate");
        TlsFiles kinds = new TlsFiles(
                worker.ca(), worker.cert(), Certificates.member("rsa").key());
        assertRefused(kinds, "rsa.key", "is not the key of the certificate");
    }

    @Test
    void saysHowToConvertAKeyOfAnotherForm() {
        assertRefused(Certificates.member("sec1"), "sec1.key", "openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void namesAFileThatIsMissingOrHoldsNothing(@TempDir Path folder) throws Exception {
        assertRefused(TlsFiles.in(folder), "ca.pem", "there is no such file", "cohort certs");
        for (String name : new String[] {"ca.pem", "worker.pem", "worker.key"}) {
            Files.writeString(folder.resolve(name), "nothing of the kind");
        }
        assertRefused(TlsFiles.in(folder), "ca.pem", "holds no certificate");
    }

    @Test
    void refusesGlooWithItsReason() {
        Tls tls = Tls.load(Certificates.member("worker"));
        assertThatThrownBy(() -> new GroupOptions(
                        "g", 0, 2, 1, "gloo", "auto", "127.0.0.1", Duration.ofSeconds(1), "secret", tls))
                .isInstanceOfSatisfying(
                        UserMistake.class, m -> assertThat(m.kind()).isEqualTo("transport-unavailable"))
                .hasMessageContaining("encrypts nothing")
                .hasMessageContaining("auto or tcp");
    }

    private static void assertRefused(TlsFiles files, String... words) {
        assertThatThrownBy(() -> Tls.load(files))
                .isInstanceOfSatisfying(
                        UserMistake.class, m -> assertThat(m.kind()).isEqualTo("tls-files"))
                .message()
                .contains(words);
    }
}
