package io.cohort.cli.doctor;

import io.cohort.core.doctor.DoctorCheck;
import io.cohort.observe.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the places can be written that the native libraries are unpacked to, and that logs of failed starts go to. */
public final class TemporaryFilesCheck implements DoctorCheck {

    private static final long MEGABYTE = 1 << 20;
    private static final long UNPACKED = 1024 * MEGABYTE;

    private final Path temporary;
    private final Path cache;

    /** For this machine. */
    public TemporaryFilesCheck() {
        this(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), cacheFolder());
    }

    TemporaryFilesCheck(Path temporary, Path cache) {
        this.temporary = temporary;
        this.cache = cache;
    }

    private static Path cacheFolder() {
        String named = System.getProperty("org.bytedeco.javacpp.cachedir", "");
        return named.isEmpty() ? Path.of(System.getProperty("user.home", "."), ".javacpp", "cache") : Path.of(named);
    }

    @Override
    public String name() {
        return "temporary files";
    }

    @Override
    public Finding look(Plan plan) {
        Path existing = cache;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            Files.delete(Files.createTempFile(temporary, "cohort-doctor-", ".tmp"));
        } catch (IOException e) {
            return Finding.problem(
                    temporary + " cannot be written: " + Reason.of(e),
                    "Make it writable, or name another with COHORT_JAVA_OPTS=-Djava.io.tmpdir=DIR");
        }
        try {
            return judge(existing, Files.getFileStore(existing).getUsableSpace());
        } catch (IOException e) {
            return Finding.problem(existing + ": " + Reason.of(e), "");
        }
    }

    private Finding judge(Path existing, long free) {
        String elsewhere = "Name another place with COHORT_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR";
        if (!Files.isWritable(existing)) {
            return Finding.problem(cache + " cannot be written, where native libraries are unpacked", elsewhere);
        }
        boolean unpacked = existing.equals(cache);
        return unpacked || free >= UNPACKED
                ? Finding.ok(temporary + " and " + cache + " can be written")
                : Finding.warning(
                        free / MEGABYTE + " MB free for " + cache + ", where native libraries are unpacked", elsewhere);
    }
}
