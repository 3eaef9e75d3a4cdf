package io.cohort.engine.internal;

import io.cohort.comm.Tls;
import io.cohort.comm.TlsFiles;
import io.cohort.core.error.Problem;
import io.cohort.core.error.RunFailed;
import io.cohort.core.error.RunInterrupted;
import io.cohort.core.error.UserMistake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reaches a launcher that may not listen yet: tries until it answers or patience ends. */
public final class Joining {

    private static final long TRY_MS = 5_000;
    private static final long PAUSE_MS = 300;

    private final HostPort launcher;
    private final JoinedWorkers.Brought brought;
    private final Consumer<String> log;

    /** As {@link io.cohort.engine.RemoteWorkers#join}; checks everything that needs no launcher. */
    public Joining(String hostPort, int workers, Path tokenFile, @Nullable TlsFiles tls, Consumer<String> log) {
        this.launcher = HostPort.parse("join", hostPort, 1);
        if (workers < 1) {
            throw new UserMistake(
                    "too-few-workers",
                    new Problem("--workers", String.valueOf(workers), "must be at least 1", "Use --workers 1"));
        }
        String token = TokenFile.read(tokenFile);
        this.brought = new JoinedWorkers.Brought(workers, token, tls, tls == null ? null : Tls.load(tls));
        this.log = log;
    }

    /** Joins and stays; an absent launcher is waited for as long as there is patience. */
    public String join(Duration patience) {
        long untilNs = System.nanoTime() + patience.toNanos();
        do {
            JoinedWorkers attempt = new JoinedWorkers(launcher, brought, log);
            if (attempt.isReached(Math.min(TRY_MS, Math.max(1, patience.toMillis())))) {
                return attempt.stay();
            }
            pause();
        } while (System.nanoTime() < untilNs);
        throw new RunFailed(
                "no-launcher",
                "no launcher answered at " + launcher + " for " + patience.toSeconds() + " s",
                "See that it runs with --listen, that the address is right, and that no firewall stands between"
                        + (brought.tls() == null ? "; where its job has security.tls, give --tls DIR, too." : "."));
    }

    /** As {@link io.cohort.engine.RemoteWorkers#requireToken}. */
    public static void requireToken(Path tokenFile) {
        TokenFile.read(tokenFile);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunInterrupted("interrupted while waiting for the launcher", "");
        }
    }
}
