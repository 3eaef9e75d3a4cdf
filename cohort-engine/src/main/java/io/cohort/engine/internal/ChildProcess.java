package io.cohort.engine.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM that this one started: gets the secret through its input, is heard line by line, and ends with this one at the latest. Its input
 * stays open for as long as this JVM lives; a child that sees it end halts.
 *
 * <p>Threading: safe for several threads; lines are handed over by the child's own thread.
 */
final class ChildProcess {

    private static final int KEPT_LINES = 20;
    private static final int LINE_BYTES = 16 << 10;
    private static final long LAST_WORDS_MS = 500;
    private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> LIVING.forEach(Process::destroyForcibly), "cohort-end-children"));
    }

    private final Process process;
    private final Deque<String> tail = new ArrayDeque<>();
    private final CompletableFuture<Integer> ended;

    private ChildProcess(Process process, Consumer<String> lines) {
        this.process = process;
        CompletableFuture<Void> heard = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(lines, heard), "cohort-log-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        this.ended = process.onExit().thenCompose(p -> {
            LIVING.remove(p);
            return heard.completeOnTimeout(null, LAST_WORDS_MS, TimeUnit.MILLISECONDS)
                    .thenApply(v -> p.exitValue());
        });
    }

    /** Starts it. @throws IOException when the system does not */
    static ChildProcess start(ProcessBuilder command, String secret, Consumer<String> lines) throws IOException {
        Process process = command.redirectErrorStream(true).start();
        LIVING.add(process);
        ChildProcess child = new ChildProcess(process, lines);
        child.handOver(secret);
        return child;
    }

    @SuppressWarnings("resource") // stays open: its end tells the child that this JVM is gone
    private void handOver(String secret) {
        OutputStream toChild = process.getOutputStream();
        try {
            toChild.write((secret + "\n").getBytes(StandardCharsets.US_ASCII));
            toChild.flush();
        } catch (IOException e) {
            keep("ended before it could be told its secret: " + e.getMessage());
        }
    }

    long pid() {
        return process.pid();
    }

    /** Its exit code, once it has ended and its last lines have been heard. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    List<String> lastLines() {
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    private void read(Consumer<String> lines, CompletableFuture<Void> heard) {
        try (InputStream in = process.getInputStream()) {
            Lines.read(in, LINE_BYTES, line -> {
                keep(line);
                lines.accept(line);
            });
        } catch (IOException | UncheckedIOException e) {
            keep("its output could not be read further: " + e.getMessage());
        } finally {
            heard.complete(null);
        }
    }

    private void keep(String line) {
        synchronized (tail) {
            tail.addLast(line);
            if (tail.size() > KEPT_LINES) {
                tail.removeFirst();
            }
        }
    }
}
