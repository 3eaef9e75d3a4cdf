package io.cohort.engine;

import io.cohort.comm.TlsFiles;
import io.cohort.engine.internal.Joining;
import io.cohort.torch.Natives;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings workers of this host into a gang whose launcher listens elsewhere ({@link Gang#listen()}): what {@code cohort join} does.
 *
 * <p>Threading: {@link #join} blocks for as long as the run lasts.
 */
public final class RemoteWorkers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RemoteWorkers() {}

    /**
     * Checks a file that is to hold a run's secret: 64 hexadecimal digits.
     *
     * @throws io.cohort.core.error.UserMistake of kind {@code no-token-file} or {@code wrong-token}
     */
    public static void requireToken(Path tokenFile) {
        Joining.requireToken(tokenFile);
    }

    /**
     * Starts workers here, lets them take part, and returns when the run has ended; by then none of them is left.
     *
     * @param hostPort where the launcher listens
     * @param workers how many to bring
     * @param tokenFile a copy of the file that the launcher named in its event {@code listening}
     * @param tls this host's certificates, where the launcher's job has {@code security.tls}; {@code null} for none
     * @param log hears every line that a worker writes, with {@code [rank N] } in front
     * @return what the launcher announced at the end ({@link GangRun#announce}); empty when it announced nothing
     * @throws io.cohort.core.error.UserMistake when the address, the token or the number of workers is wrong, or launcher and
     *     certificates do not accept each other
     * @throws io.cohort.core.error.RunFailed with the gang's verdict, or {@code no-launcher} when none answers for 30 s or it went away
     */
    public static String join(
            String hostPort, int workers, Path tokenFile, @Nullable TlsFiles tls, Consumer<String> log) {
        Natives.unpack();
        return new Joining(hostPort, workers, tokenFile, tls, log).join(PATIENCE);
    }
}
