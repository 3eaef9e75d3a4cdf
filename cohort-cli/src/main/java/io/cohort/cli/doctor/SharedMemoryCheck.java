package io.cohort.cli.doctor;

import io.cohort.core.doctor.DoctorCheck;
import io.cohort.observe.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether there is room for the memory that workers of one host share. */
public final class SharedMemoryCheck implements DoctorCheck {

    private static final long MEGABYTE = 1 << 20;
    /** Gradients of a network of a few million parameters, with room to reduce them. */
    private static final long ENOUGH_A_WORKER = 64 * MEGABYTE;

    private final Path folder;

    /** For this machine. */
    public SharedMemoryCheck() {
        this(Path.of("/dev/shm"));
    }

    SharedMemoryCheck(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "shared memory";
    }

    @Override
    public Finding look(Plan plan) {
        if (!Files.isDirectory(folder)) {
            return Finding.warning(
                    "there is no " + folder + ", so workers share files in the temporary directory",
                    "If runs are slow, mount a tmpfs at " + folder);
        }
        if (!Files.isWritable(folder)) {
            return Finding.problem(
                    folder + " cannot be written", "Make it writable, or use --set parallel.transport=tcp");
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return judge(free, plan);
        } catch (IOException e) {
            return Finding.problem(folder + ": " + Reason.of(e), "Use --set parallel.transport=tcp");
        }
    }

    private Finding judge(long free, Plan plan) {
        String found = free / MEGABYTE + " MB free in " + folder;
        return free >= ENOUGH_A_WORKER * plan.workers()
                ? Finding.ok(found)
                : Finding.warning(
                        found + ": what does not fit lies in files of the temporary directory, which may be slower",
                        "Make it larger (docker run --shm-size=1g), or use --set parallel.transport=tcp");
    }
}
