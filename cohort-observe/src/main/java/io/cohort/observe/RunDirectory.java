package io.cohort.observe;

import io.cohort.core.error.Problem;
import io.cohort.core.error.RunFailed;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.core.file.AtomicFiles;
import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one run: {@code job.yaml} (resolved), {@code events.jsonl}, {@code logs/}, {@code checkpoints/}, {@code model/},
 * {@code summary.json} once it is done. The launcher is its only writer: the first write claims an opened directory, and {@link #close} lets
 * it go.
 *
 * <p>Threading: one thread at a time. Failure: what cannot be written during a run is a {@link RunFailed} of kind {@code run-directory}.
 */
public final class RunDirectory implements AutoCloseable {

    /** The kind of every error about a run directory. */
    static final String KIND = "run-directory";

    private static final String EVENTS = "events.jsonl";

    private static final Set<String> WORTH_A_SYNC = Set.of(RunEvents.CHECKPOINT, RunEvents.SUMMARY, RunEvents.ERROR);

    private final Path path;
    private final RankLogs logs;
    private boolean claimed;
    private @Nullable EventLog log;

    RunDirectory(Path path, boolean claimed) {
        this.path = path;
        this.claimed = claimed;
        this.logs = new RankLogs(path.resolve("logs"));
    }

    /**
     * Makes a new run directory.
     *
     * @param out the directory itself, which must not exist; or empty for {@code runs/<name>-<time>} below the working directory
     * @throws io.cohort.core.error.UserMistake when it exists or cannot be written
     */
    public static RunDirectory create(Job job, String out) {
        Path path = out.isEmpty()
                ? RunName.free(Path.of("runs").toAbsolutePath(), job.name(), Clock.system(ZoneId.systemDefault()))
                : Path.of(out).toAbsolutePath().normalize();
        return new RunDirectory(NewRun.create(path, job.toYaml()), true);
    }

    /** Opens an existing run to go on in it or to look at it. @throws io.cohort.core.error.UserMistake when it is none */
    public static RunDirectory open(Path path) {
        if (!isRun(path)) {
            String rule = Files.isDirectory(path)
                    ? "this is no run directory: it has no job.yaml"
                    : "there is no such run directory";
            throw new UserMistake(
                    KIND, new Problem("run", path.toString(), rule, "See cohort runs for those there are"));
        }
        return new RunDirectory(path.toAbsolutePath().normalize(), false);
    }

    /** The runs below a directory, oldest first; what is no run is left out. */
    public static List<RunDirectory> list(Path runs) {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        List<Path> found;
        try (Stream<Path> entries = Files.list(runs)) {
            found = new ArrayList<>(entries.filter(RunDirectory::isRun).toList());
        } catch (IOException e) {
            throw new UserMistake(KIND, new Problem("runs", runs.toString(), Reason.of(e), ""));
        }
        found.sort(Comparator.comparing(RunDirectory::madeAt).thenComparing(Comparator.naturalOrder()));
        return found.stream().map(RunDirectory::open).toList();
    }

    private static boolean isRun(Path path) {
        return Files.isRegularFile(path.resolve("job.yaml")) && !NewRun.isPartial(path);
    }

    /** The job is written once, when the run begins. */
    private static long madeAt(Path run) {
        return run.resolve("job.yaml").toFile().lastModified();
    }

    public Path path() {
        return path;
    }

    /** Where the report for people lies once the run has ended, well or not; see {@link RunReport}. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** Where the trained model lies once the run is done. */
    public Path model() {
        return path.resolve("model");
    }

    /** The resolved job of the run. */
    public Job job() {
        return Job.read(path.resolve("job.yaml"), List.of());
    }

    /** How the run stands. */
    public RunState state() {
        return RunInfo.stateOf(events(), writer().isPresent());
    }

    /** The process that writes this run now, described for a person; empty when none does. */
    Optional<String> writer() {
        try {
            return WriterMark.living(path);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Appends an event; what a reader will want after a crash is on the disk when this returns. */
    public void append(Event event) {
        claim();
        try {
            if (log == null) {
                log = new EventLog(path.resolve(EVENTS));
            }
            log.append(event);
            if (WORTH_A_SYNC.contains(event.type())) {
                log.sync();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Appends a line to {@code logs/rank-R.log}; a line of rank −1 to {@code logs/launcher.log}. */
    public void log(int rank, String line) {
        claim();
        try {
            logs.append(rank, line);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The events so far, in order; a torn last line is left out. */
    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        events(events::add);
        return events;
    }

    /** Hands over the events so far, in order, without holding them all; a torn last line is left out. */
    public void events(Consumer<Event> reader) {
        try {
            EventLog.read(path.resolve(EVENTS), reader);
        } catch (IOException e) {
            throw unreadable(e);
        } catch (IllegalArgumentException e) {
            String file = path.resolve(EVENTS).toString();
            throw new UserMistake(KIND, new Problem(file, null, String.valueOf(e.getMessage()), ""));
        }
    }

    /** Writes {@code summary.json}, beside and renamed. */
    public void summary(Map<String, Object> summary) {
        claim();
        try {
            byte[] text = (Json.write(summary) + "\n").getBytes(StandardCharsets.UTF_8);
            AtomicFiles.write(path.resolve("summary.json"), text);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Whether this is surely the directory of a run: it is no link, and its events begin with a start. A folder with a {@code job.yaml} may be
     * a user's own.
     */
    boolean beganAsRun() {
        try {
            return !Files.isSymbolicLink(path) && EventLog.beginsWith(path.resolve(EVENTS), RunEvents.STARTED);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Bytes of all its files. */
    long bytes() {
        try {
            return FileTree.bytes(path);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Deletes the run with all its files, unless somebody writes it. @return whether it is gone; else it is untouched */
    boolean delete() {
        try {
            if (WriterMark.take(path).isPresent()) {
                return false;
            }
            // Renamed first, so that nobody ever sees half a run.
            Path doomed = Files.move(path, NewRun.beside(path), StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(doomed);
            return true;
        } catch (IOException e) {
            String fix = "Make its folder writable";
            throw new UserMistake(
                    KIND, new Problem("run", path.toString(), "it cannot be deleted: " + Reason.of(e), fix));
        }
    }

    /** Takes a new run directory away again, with all that is in it: nothing ran. Only what this process made may be discarded. */
    public void discard() {
        close();
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            throw new RunFailed(KIND, path + " cannot be taken away: " + Reason.of(e), "Delete it", -1, e);
        }
    }

    private void claim() {
        if (claimed) {
            return;
        }
        Optional<String> other;
        try {
            other = WriterMark.take(path);
        } catch (IOException e) {
            throw unwritable(e);
        }
        if (other.isPresent()) {
            throw new UserMistake(
                    KIND,
                    new Problem(
                            "run",
                            path.toString(),
                            "it is being written by " + other.get(),
                            "Wait for it, or end it; if it is gone, delete " + path.resolve(".writer")));
        }
        claimed = true;
    }

    private RunFailed unwritable(IOException e) {
        return new RunFailed(
                KIND,
                path + " cannot be written: " + Reason.of(e),
                "Make room or make it writable; then go on with --resume " + path,
                -1,
                e);
    }

    private UserMistake unreadable(IOException e) {
        return new UserMistake(KIND, new Problem("run", path.toString(), "it cannot be read: " + Reason.of(e), ""));
    }

    @Override
    public void close() {
        if (!claimed) {
            return;
        }
        try (logs;
                EventLog closing = log) {
            log = null;
            claimed = false;
            WriterMark.release(path);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
