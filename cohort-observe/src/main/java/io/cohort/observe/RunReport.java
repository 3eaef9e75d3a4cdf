package io.cohort.observe;

import io.cohort.core.file.AtomicFiles;
import io.cohort.observe.internal.report.ReportPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * The report of a run for people: one HTML file that opens anywhere and fetches nothing, with curves, confusion matrix, ranks, warnings
 * and the job.
 */
public final class RunReport {

    private RunReport() {}

    /**
     * Writes what the run directory holds so far, beside and renamed.
     *
     * @param file usually {@link RunDirectory#report}
     * @throws UncheckedIOException when it cannot be written
     */
    public static void write(RunDirectory run, Path file) {
        try {
            String job = Files.readString(run.path().resolve("job.yaml"));
            String page = ReportPage.of(RunHistory.of(run), run.state(), run.path(), job, ZoneId.systemDefault());
            AtomicFiles.write(file, page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
