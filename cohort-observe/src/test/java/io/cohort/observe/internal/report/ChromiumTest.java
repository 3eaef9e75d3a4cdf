package io.cohort.observe.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cohort.observe.Stories;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real browser, where there is one. */
class ChromiumTest {

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private static Optional<Path> browser() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(path -> List.of(Path.of(path, "chromium"), Path.of(path, "chromium-browser")).stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void opensAndAnswersThePointerWithoutAComplaint() throws Exception {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "no chromium on the path (Debian: apt install chromium)");
        Path page = Files.writeString(
                folder.resolve("report.html"),
                ReportPageTest.page(Stories.digits(), "name: digits\n").replace("</body>", POINTER + "</body>"));
        Path dom = folder.resolve("dom.html");
        Path complaints = folder.resolve("complaints.txt");

        List<String> command = new ArrayList<>(List.of(browser.get().toString()));
        command.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"));
        command.addAll(List.of("--disable-background-networking", "--disable-component-update", "--disable-sync"));
        command.addAll(List.of("--disable-dev-shm-usage", "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(
                List.of("--enable-logging=stderr", "--dump-dom", page.toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(complaints.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).as("chromium ended").isTrue();
        assertThat(Files.readString(complaints)).doesNotContain("CONSOLE");
        assertThat(Files.readString(dom))
                .contains("class=\"cursor\"")
                .containsPattern("<div>step \\d+</div>")
                .contains("held out  ");
    }

    /** Does what a person's pointer would, over the first chart. */
    private static final String POINTER =
            """
            <script>
            const chart = document.querySelector("svg.chart");
            const frame = chart.getBoundingClientRect();
            chart.dispatchEvent(new PointerEvent("pointermove", { clientX: frame.left + 200, clientY: frame.top + 50 }));
            </script>
            """;
}
