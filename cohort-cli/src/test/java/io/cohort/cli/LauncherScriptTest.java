package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./cohort} does before Java: it finds one, or teaches. */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptTest {

    @TempDir
    Path folder;

    private final Path script = Path.of("..", "cohort").toAbsolutePath().normalize();

    @Test
    void saysThatJavaHomeHoldsNoJava() throws Exception {
        Said said = cohort(folder.toString());

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("JAVA_HOME=" + folder, "no bin/java", "JDK of version 17 or newer");
    }

    @Test
    void refusesAnOlderJavaWithoutStartingIt() throws Exception {
        Said said = cohort(fakeJdk("1.8.0_392").toString());

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("is Java 1.8.0_392; Cohort needs 17 or newer", "JAVA_HOME");
    }

    @Test
    void isFoundThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("linked"), script);

        assertThat(run(link, folder.resolve("none").toString()).text()).contains("JAVA_HOME=" + folder.resolve("none"));
    }

    private Path fakeJdk(String version) throws IOException {
        Path home = folder.resolve("jdk");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho started\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private record Said(int exit, String text) {}

    private Said cohort(String javaHome) throws Exception {
        return run(script, javaHome);
    }

    private Said run(Path command, String javaHome) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(command.toString(), "--version")).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome);
        Process process = builder.directory(folder.toFile()).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
