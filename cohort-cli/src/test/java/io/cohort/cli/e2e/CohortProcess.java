package io.cohort.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cohort.cli.Main;
import io.cohort.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The command as a user starts it: in a JVM of its own, with {@code --json}, its stream read line by line. Closing kills it and what it
 * started.
 *
 * <p>Threading: one thread at a time; the streams have threads of their own.
 */
final class CohortProcess implements AutoCloseable {

    /** No test waits longer for anything; only one that fails comes near. */
    private static final long DEADLINE_S = 90;

    /** As {@code ./cohort} starts it. Workers compute little in tests and start often, so theirs start quickly, too. */
    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final List<Thread> readers;

    private CohortProcess(Process process) {
        this.process = process;
        this.readers = List.of(
                reading("stdout", process.getInputStream(), this::heardOut),
                reading("stderr", process.getErrorStream(), this::heardErr));
    }

    static CohortProcess start(String... args) throws IOException {
        return start("-XX:TieredStopAtLevel=1", List.of(args));
    }

    /** @param workerFlags of the workers' JVMs, separated by blanks */
    static CohortProcess start(String workerFlags, List<String> args) throws IOException {
        return start(List.of(), workerFlags, args);
    }

    /** @param prefix a command that runs the rest of its line somewhere else */
    static CohortProcess start(List<String> prefix, String workerFlags, List<String> args) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Dcohort.worker.jvm=" + workerFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(args);
        command.add("--json");
        return new CohortProcess(new ProcessBuilder(command).start());
    }

    private static Thread reading(String name, InputStream stream, Consumer<String> lines) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader = new BufferedReader(new java.io.InputStreamReader(stream, UTF_8))) {
                        reader.lines().forEach(lines);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "cohort-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private synchronized void heardOut(String line) {
        out.add(line);
        notifyAll();
    }

    private synchronized void heardErr(String line) {
        err.add(line);
    }

    long pid() {
        return process.pid();
    }

    /** The first object on standard output that is wanted, now or later. */
    synchronized Map<String, Object> await(String what, Predicate<Map<String, Object>> wanted)
            throws InterruptedException {
        long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
        int seen = 0;
        while (true) {
            for (; seen < out.size(); seen++) {
                Map<String, Object> object = Json.readMap(out.get(seen));
                if (wanted.test(object)) {
                    return object;
                }
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime());
            boolean over = !readers.get(0).isAlive() && seen == out.size();
            if (over || leftMs <= 0) {
                throw new AssertionError((over ? "ended without " : "has not said in time: ") + what + story());
            }
            wait(Math.min(leftMs, 100)); // the end of the stream notifies nobody
        }
    }

    Map<String, Object> await(String type) throws InterruptedException {
        return await(type, object -> type.equals(object.get("type")));
    }

    /** Waits until every rank has told of a step beyond this one. */
    void awaitStep(int workers, long step) throws InterruptedException {
        for (int rank = 0; rank < workers; rank++) {
            long wanted = rank;
            await(
                    "step " + step + " of rank " + rank,
                    object -> "step".equals(object.get("type"))
                            && object.get("rank").equals(wanted)
                            && (Long) object.get("step") >= step);
        }
    }

    /** The workers' processes by rank, once all are up. */
    Map<Long, ProcessHandle> workers(int count) throws InterruptedException {
        Map<Long, ProcessHandle> workers = new TreeMap<>();
        for (int rank = 0; rank < count; rank++) {
            long wanted = rank;
            Map<String, Object> worker = await(
                    "worker " + rank,
                    object -> "worker".equals(object.get("type"))
                            && object.get("rank").equals(wanted));
            workers.put(wanted, ProcessHandle.of((Long) worker.get("pid")).orElseThrow());
        }
        return workers;
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        signal(name, pid());
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError("kill -" + name + " " + pid + " exited with " + exit);
        }
    }

    /** Waits for its end. */
    Ended end() throws InterruptedException {
        if (!process.waitFor(DEADLINE_S, TimeUnit.SECONDS)) {
            throw new AssertionError("has not ended in time" + story());
        }
        for (Thread reader : readers) {
            reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_S));
        }
        synchronized (this) {
            return new Ended(process.exitValue(), List.copyOf(out), String.join("\n", err));
        }
    }

    private synchronized String story() {
        return "\nexit: " + (process.isAlive() ? "none yet" : process.exitValue()) + "\nstdout:\n"
                + String.join("\n", out) + "\nstderr:\n" + String.join("\n", err);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** How a command ended: its exit code and what it said. */
    record Ended(int exit, List<String> lines, String err) {

        List<Map<String, Object>> objects() {
            return lines.stream().map(Json::readMap).toList();
        }

        Map<String, Object> last() {
            return objects().get(lines.size() - 1);
        }

        /** The last object of a command that must have ended well. */
        Map<String, Object> summary() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\n" + String.join("\n", lines) + "\n" + err);
            }
            return last();
        }

        Object parametersSha256() {
            return summary().get("parametersSha256");
        }
    }
}
