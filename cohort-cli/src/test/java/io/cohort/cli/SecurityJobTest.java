package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code security} in a job: what is taken, and what is refused before a run directory is made. */
class SecurityJobTest {

    @TempDir
    static Path folder;

    private static String certs;

    @BeforeAll
    static void make() {
        certs = folder.resolve("certs").toString();
        assertThat(Ran.cohort("certs", "--out", certs).exit()).isZero();
    }

    private static Ran check(String... changes) {
        List<String> words = new ArrayList<>(List.of("check", "../examples/digits.yaml", "--json"));
        for (String change : changes) {
            words.addAll(List.of("--set", change));
        }
        return Ran.cohort(words.toArray(String[]::new));
    }

    private static void assertRefused(Ran ran, String kind, String... words) {
        assertThat(ran.exit()).as(ran.out()).isEqualTo(2);
        assertThat(ran.last()).containsEntry("kind", kind);
        assertThat(ran.last().get("message") + " " + ran.last().get("fix")).contains(words);
    }

    @Test
    void takesAFolderOrThreeFiles() {
        assertThat(check("security.tls=" + certs).exit()).isZero();
        Ran three = check(
                "security.tls.ca=" + certs + "/ca.pem",
                "security.tls.cert=" + certs + "/worker.pem",
                "security.tls.key=" + certs + "/worker.key");
        assertThat(three.exit()).as(three.out()).isZero();
        assertThat(check().exit()).isZero();
    }

    @Test
    void trainsWithTheSameBits() {
        Ran plain = train("plain");
        Ran encrypted = train("encrypted", "security.tls=" + certs);

        assertThat(encrypted.exit()).as(encrypted.out()).isZero();
        assertThat(encrypted.last().get("parametersSha256"))
                .isNotNull()
                .isEqualTo(plain.last().get("parametersSha256"));
    }

    @Test
    void refusesAMappingThatIsNotWhole() {
        assertRefused(
                check("security.tls.ca=" + certs + "/ca.pem", "security.tls.key=" + certs + "/worker.key"),
                "job-invalid",
                "security.tls.cert",
                "must name a PEM file");
    }

    @Test
    void refusesFilesThatAreMissingOrDoNotFit() throws Exception {
        assertRefused(check("security.tls=" + folder), "tls-files", "ca.pem", "cohort certs");
        Path other = folder.resolve("other");
        Ran.cohort("certs", "--out", other.toString());
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        Files.copy(Path.of(certs, "ca.pem"), mixed.resolve("ca.pem"));
        Files.copy(other.resolve("worker.pem"), mixed.resolve("worker.pem"));
        Files.copy(other.resolve("worker.key"), mixed.resolve("worker.key"));
        assertRefused(check("security.tls=" + mixed), "tls-files", "worker.pem", "is not accepted by the authority");
    }

    @Test
    void refusesGlooWithItsReason() {
        assertRefused(
                check("security.tls=" + certs, "parallel.transport=gloo"),
                "transport-unavailable",
                "encrypts nothing",
                "auto or tcp");
    }

    private static Ran train(String run, String... changes) {
        List<String> words = new ArrayList<>(List.of("train", "../examples/digits.yaml", "--json"));
        words.addAll(List.of("--out", folder.resolve(run).toString(), "--engine", "threads"));
        words.addAll(List.of("--set", "train.epochs=1", "--set", "parallel.transport=tcp"));
        for (String change : changes) {
            words.addAll(List.of("--set", change));
        }
        return Ran.cohort(words.toArray(String[]::new));
    }
}
