package io.cohort.observe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which runs of a folder may go, and their going. A run goes when every rule that is given says so, when it is surely a run (its job and its
 * events are there; it is no link), and when nobody writes it.
 *
 * @param keep how many of the newest runs stay; without it the number does not matter
 * @param older how long ago its last event must lie; without it the age does not matter
 * @param failed whether only failed runs go
 */
public record RunPruning(OptionalInt keep, @Nullable Duration older, boolean failed) {

    /**
     * A run that goes.
     *
     * @param bytes of all its files
     */
    public record Pruned(RunInfo run, long bytes) {}

    /** The runs below a folder that go, oldest first; nothing is deleted yet. */
    public List<Pruned> choose(Path folder, long nowMs) {
        List<RunDirectory> runs = RunDirectory.list(folder);
        int candidates = keep.isPresent() ? Math.max(0, runs.size() - keep.getAsInt()) : runs.size();
        List<Pruned> chosen = new ArrayList<>();
        for (RunDirectory run : runs.subList(0, candidates)) {
            RunInfo info = RunInfo.of(run);
            if (run.beganAsRun() && run.writer().isEmpty() && goes(info, nowMs)) {
                chosen.add(new Pruned(info, run.bytes()));
            }
        }
        return chosen;
    }

    private boolean goes(RunInfo info, long nowMs) {
        double lastMs = info.startedMs() + info.seconds() * 1000;
        return (!failed || info.state() == RunState.FAILED) && (older == null || nowMs - lastMs > older.toMillis());
    }

    /**
     * Deletes a run that was chosen.
     *
     * @return false when somebody began to write it meanwhile; it is untouched then
     */
    public static boolean delete(Pruned pruned) {
        return RunDirectory.open(pruned.run().path()).delete();
    }
}
