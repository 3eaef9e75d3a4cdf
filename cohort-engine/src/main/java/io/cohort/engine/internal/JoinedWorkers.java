package io.cohort.engine.internal;

import io.cohort.comm.Tls;
import io.cohort.comm.TlsFiles;
import io.cohort.comm.Verdict;
import io.cohort.core.error.Problem;
import io.cohort.core.error.RunFailed;
import io.cohort.core.error.RunInterrupted;
import io.cohort.core.error.UserMistake;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Workers of this host in a gang whose launcher is elsewhere: one try to reach it, and if it answers, the whole stay.
 *
 * <p>Threading: {@link #stay} is called once; messages come on the stream's thread.
 */
final class JoinedWorkers implements ControlStream.Receiver {

    private static final long GRACE_MS = 3_000;

    /** How long the launcher's last word may still be on its way when a worker has found the launcher gone. */
    private static final long LAST_WORD_MS = 1_000;
    /**
     * What comes from this host.
     *
     * @param workers how many
     * @param token the run's secret
     * @param files this host's certificates, for its workers; {@code null} for none
     * @param tls the same, read
     */
    record Brought(int workers, String token, @Nullable TlsFiles files, @Nullable Tls tls) {}

    private final HostPort launcher;
    private final Brought brought;
    private final Consumer<String> log;
    private final CompletableFuture<Message.JoinWelcome> welcome = new CompletableFuture<>();
    private final CompletableFuture<String> lastWord = new CompletableFuture<>();
    private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
    private final ControlStream stream;

    JoinedWorkers(HostPort launcher, Brought brought, Consumer<String> log) {
        this.launcher = launcher;
        this.brought = brought;
        this.log = log;
        this.stream = ControlStream.open(launcher.socketAddress(), brought.token, brought.tls, true, this);
    }

    /** Whether the launcher answered. @throws UserMistake when it does not take us */
    boolean isReached(long waitMs) {
        stream.send(new Message.JoinHello(HostName.local(), brought.workers));
        try {
            welcome.get(waitMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            stream.abandon();
            return false;
        } catch (InterruptedException e) {
            stream.abandon();
            throw interrupted();
        } catch (ExecutionException e) {
            stream.abandon();
            if (e.getCause() instanceof UserMistake mistake) {
                throw mistake;
            }
            return false;
        }
    }

    /** Starts the workers and stays until the launcher says how the run ended. */
    String stay() {
        try {
            start(welcome.join());
            return lastWord.get();
        } catch (IOException e) {
            throw new RunFailed("cannot-start-workers", "a worker could not be started: " + e.getMessage(), "", -1, e);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunFailed f) {
                throw f;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            endChildren();
            stream.abandon();
        }
    }

    private void start(Message.JoinWelcome given) throws IOException {
        JvmCommand jvm = new JvmCommand(given.options().options(), brought.workers);
        for (int i = 0; i < brought.workers; i++) {
            int rank = given.firstRank() + i;
            WorkerMain.Start how = new WorkerMain.Start(launcher, rank, true, brought.files);
            ProcessBuilder command = jvm.command(WorkerMain.class, how.arguments());
            ChildProcess child =
                    ChildProcess.start(command, brought.token, line -> log.accept("[rank " + rank + "] " + line));
            children.add(child);
            var unused = child.ended().thenAccept(code -> gone(rank, child, code));
        }
    }

    private void gone(int rank, ChildProcess child, int code) {
        if (code == ExitCode.ORPHANED) {
            CompletableFuture.delayedExecutor(LAST_WORD_MS, TimeUnit.MILLISECONDS)
                    .execute(() -> lastWord.completeExceptionally(noLauncher()));
        }
        if (code != 0 && !lastWord.isDone()) {
            stream.send(new Message.WorkerGone(rank, code, child.lastLines()));
        }
    }

    private void endChildren() {
        CompletableFuture<?> all = CompletableFuture.allOf(
                children.stream().map(ChildProcess::ended).toArray(CompletableFuture[]::new));
        try {
            all.get(GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            children.forEach(ChildProcess::kill);
        } catch (InterruptedException e) {
            children.forEach(ChildProcess::kill);
            Thread.currentThread().interrupt();
        }
    }

    private static RunInterrupted interrupted() {
        Thread.currentThread().interrupt();
        return new RunInterrupted("interrupted while workers of this host were in a run", "");
    }

    @Override
    public void message(Envelope envelope) {
        Message message = envelope.message();
        if (message instanceof Message.JoinWelcome w) {
            welcome.complete(w);
        } else if (message instanceof Message.JoinRefused r) {
            welcome.completeExceptionally(
                    new UserMistake(r.kind(), new Problem("--workers", r.value(), r.rule(), r.fix())));
        } else if (message instanceof Message.Announcement) {
            lastWord.complete(envelope.text());
        } else if (message instanceof Message.Ended ended) {
            Verdict v = ended.verdict();
            lastWord.completeExceptionally(new RunFailed(v.kind(), v.message(), v.fix(), v.rank(), null));
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        welcome.completeExceptionally(refusal(cause));
        lastWord.completeExceptionally(noLauncher());
    }

    private RunFailed noLauncher() {
        return new RunFailed(
                "no-launcher",
                "the launcher at " + launcher + " is gone",
                "Look at the launcher's own output; start the run again from its last checkpoint.");
    }

    /** What it means that the launcher closed the stream before it took us; a mistake that no second try will mend, or nothing yet. */
    private RuntimeException refusal(@Nullable Throwable cause) {
        if (cause != null && Status.fromThrowable(cause).getCode() == Status.Code.UNAUTHENTICATED) {
            return new UserMistake(
                    "wrong-token",
                    new Problem(
                            "--token-file",
                            null,
                            "holds another run's token than the launcher at " + launcher + " wants",
                            "Copy the token file that this launcher named when it began to listen"));
        }
        Optional<String> why = TlsRefusal.in(cause);
        return why.isEmpty()
                ? new IllegalStateException("the launcher does not answer", cause)
                : new UserMistake(
                        "tls-refused",
                        new Problem(
                                "--tls",
                                null,
                                "the launcher at " + launcher + " and this host do not accept each other: " + why.get(),
                                TlsRefusal.FIX));
    }
}
