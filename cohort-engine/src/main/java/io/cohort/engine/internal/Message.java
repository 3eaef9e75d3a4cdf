package io.cohort.engine.internal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.cohort.comm.Liveness.Suspicion;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Role;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What launcher and workers say to each other: the head of an {@link Envelope}; bytes and long texts go in its payload.
 *
 * <p>One stream is one worker's life. {@code id} joins an {@link Answer} or a {@link Refusal} to what was asked.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
sealed interface Message {

    // ---- from a worker ----

    /** The first word of a worker: which rank it was started as. */
    record Hello(int rank, String host, long pid) implements Message {}

    /** I live; also measures how far the clocks are apart. Payload: what this worker did since the last one; none before the first answer. */
    record Heartbeat(long workerMs) implements Message {}

    record Put(long id, String key) implements Message {}

    record Get(long id, String key, long deadlineMs) implements Message {}

    record Exchange(long id, String key, int place, int size, long deadlineMs) implements Message {}

    record Report(Suspicion suspicion) implements Message {}

    record Waiting(OperationState state) implements Message {}

    /** Payload: the fields as JSON. */
    record EventMessage(String type, long launcherMs) implements Message {}

    record ArtifactRequest(long id, ArtifactOperation operation, String path, long handle) implements Message {}

    /** The entry returned. Payload: its result. */
    record Done() implements Message {}

    record Failed(Failure failure) implements Message {}

    // ---- from the launcher ----

    record HeartbeatAnswer(long workerMs, long launcherMs) implements Message {}

    /** Everyone is there: begin. Payload: the gang's payload. */
    record Welcome(int rank, List<Role> roles, int generation, String entry, String bindAddress, WireOptions options)
            implements Message {}

    /** Payload: the parts one after another. */
    record Answer(long id, List<Integer> sizes) implements Message {}

    record Refusal(long id, String kind, String message, @Nullable Verdict verdict) implements Message {}

    record Stop() implements Message {}

    record Ended(Verdict verdict) implements Message {}

    // ---- between the launcher and a command that brings workers from another host ----

    record JoinHello(String host, int workers) implements Message {}

    /** What the joining command needs to start its workers. Their ranks are in a row from {@code firstRank} on. */
    record JoinWelcome(WireOptions options, int firstRank) implements Message {}

    /** Why the launcher does not take them. */
    record JoinRefused(String kind, String value, String rule, String fix) implements Message {}

    /** A worker of this host has ended without saying that it was done. */
    record WorkerGone(int rank, int exitCode, List<String> lastLines) implements Message {}

    /** How the run ended. Payload: the launcher's last word. */
    record Announcement() implements Message {}

    // ---- from and to a service ----

    record ServiceCall(String caller, String method) implements Message {}

    record ServiceAnswer() implements Message {}

    /** Payload: what the entry is handed. */
    record ServiceStart() implements Message {}

    record ServiceFailure(String message) implements Message {}

    /** What a file request asks for. */
    enum ArtifactOperation {
        BEGIN,
        CREATE,
        WRITE,
        CLOSE_FILE,
        COMMIT,
        ABORT,
        OPEN,
        READ,
        CLOSE_READ,
        LIST,
        DELETE
    }

    /** {@link EngineOptions} with its duration as a number. */
    record WireOptions(
            String engine,
            String device,
            String transport,
            String algorithm,
            int threads,
            long timeoutMs,
            String onLoss,
            long memoryBytes) {

        static WireOptions of(EngineOptions o) {
            return new WireOptions(
                    o.engine(),
                    o.device(),
                    o.transport(),
                    o.algorithm(),
                    o.threads(),
                    o.timeout().toMillis(),
                    o.onLoss(),
                    o.memoryBytes());
        }

        EngineOptions options() {
            return new EngineOptions(
                    engine, device, transport, algorithm, threads, Duration.ofMillis(timeoutMs), onLoss, memoryBytes);
        }
    }
}
