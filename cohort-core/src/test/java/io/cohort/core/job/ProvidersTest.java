package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {

    @TempDir
    private Path jar;

    /** A second class that claims {@code kind: train}. */
    public static final class Rival implements JobKind {
        @Override
        public String name() {
            return "train";
        }

        @Override
        public List<String> sections() {
            return List.of();
        }

        @Override
        public List<String> required() {
            return List.of();
        }
    }

    /** A kind with a section that nobody reads. */
    public static final class Hollow implements JobKind {
        @Override
        public String name() {
            return "hollow";
        }

        @Override
        public List<String> sections() {
            return List.of("nothing");
        }

        @Override
        public List<String> required() {
            return List.of();
        }
    }

    private void provide(Class<?> service, String provider) throws IOException {
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.writeString(services.resolve(service.getName()), provider + "\n");
    }

    private void readWithJar(String yaml) throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            Job.parse(yaml, Path.of("/"), List.of());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void namesTwoProvidersOfOneWord() throws IOException {
        provide(JobKind.class, Rival.class.getName());

        assertThatThrownBy(() -> readWithJar("data: {name: x}\nmodel: lenet\n"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("kind train=")
                .hasMessageContaining(Rival.class.getName())
                .hasMessageContaining(Trial.class.getName())
                .extracting(e -> ((UserMistake) e).kind())
                .isEqualTo("duplicate-provider");
    }

    @Test
    void namesAProviderThatCannotBeLoaded() throws IOException {
        provide(JobSection.class, "org.example.Missing");

        assertThatThrownBy(() -> readWithJar("data: {name: x}\nmodel: lenet\n"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("org.example.Missing")
                .extracting(e -> ((UserMistake) e).kind())
                .isEqualTo("broken-provider");
    }

    @Test
    void namesASectionThatNobodyReads() throws IOException {
        provide(JobKind.class, Hollow.class.getName());

        assertThatThrownBy(() -> readWithJar("kind: hollow\n"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("nothing: nothing on the class path reads this section of kind hollow")
                .extracting(e -> ((UserMistake) e).kind())
                .isEqualTo("missing-provider");
    }

    @Test
    void proposesTheNearestOfSeveralKinds() throws IOException {
        provide(JobKind.class, Hollow.class.getName());

        assertThatThrownBy(() -> readWithJar("kind: hallow\n"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("kind=hallow: must be one of")
                .hasMessageContaining("Use kind: hollow");
    }
}
