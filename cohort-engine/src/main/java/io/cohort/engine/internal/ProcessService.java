package io.cohort.engine.internal;

import io.cohort.core.error.RunFailed;
import io.cohort.core.error.RunInterrupted;
import io.cohort.engine.EngineOptions;
import io.cohort.engine.Service;
import io.cohort.engine.ServiceRun;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service in a process of its own, called over gRPC. Safe for several threads. */
final class ProcessService implements ServiceRun {

    /** What runs in the process: whose name, which entry, what it is handed. */
    record Plan(String name, String entryClass, String payload, EngineOptions options, int together) {}

    private static final Logger LOG = LoggerFactory.getLogger(ProcessService.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final long KILL_MS = 2_000;

    private final String name;
    private final ChildProcess child;
    private final int port;
    private final ManagedChannel connection;
    private final Channel channel;

    private ProcessService(String name, ChildProcess child, int port, String token) {
        this.name = name;
        this.child = child;
        this.port = port;
        this.connection = NettyChannelBuilder.forAddress(HostName.LOOPBACK, port)
                .usePlaintext()
                .maxInboundMessageSize(Envelope.MAX_BYTES)
                .build();
        Metadata headers = new Metadata();
        headers.put(Wire.TOKEN, token);
        this.channel = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    static ProcessService start(Service service) {
        Plan plan = new Plan(service.name(), service.entry().getName(), service.payload(), service.options(), 1);
        return start(plan, line -> LOG.info("[{}] {}", service.name(), line));
    }

    /** Starts the process and its entry. @throws RunFailed when either fails */
    static ProcessService start(Plan plan, Consumer<String> log) {
        String token = Wire.newToken();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        ChildProcess child;
        try {
            ProcessBuilder command =
                    new JvmCommand(plan.options, plan.together).command(ServiceMain.class, plan.entryClass);
            child = ChildProcess.start(command, token, line -> heard(line, port, log));
        } catch (IOException e) {
            throw ServiceErrors.failed(plan.name, "its process could not be started: " + e.getMessage());
        }
        var unused = child.ended()
                .thenAccept(code -> port.completeExceptionally(
                        ServiceErrors.lost(plan.name, ExitCode.loss(code, child.lastLines()))));
        try {
            ProcessService service = new ProcessService(plan.name, child, awaitPort(plan.name, port), token);
            service.exchange(Envelope.of(new Message.ServiceStart(), plan.payload), START);
            return service;
        } catch (RuntimeException e) {
            child.kill();
            throw e;
        }
    }

    private static void heard(String line, CompletableFuture<Integer> port, Consumer<String> log) {
        if (!port.isDone() && line.startsWith(ServiceMain.PORT_LINE)) {
            port.complete(Integer.parseInt(line.substring(ServiceMain.PORT_LINE.length())));
        } else {
            log.accept(line);
        }
    }

    private static int awaitPort(String name, CompletableFuture<Integer> port) {
        try {
            return port.get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw ServiceErrors.late(name, START);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunInterrupted("interrupted while service " + name + " started", "");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunFailed failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    long pid() {
        return child.pid();
    }

    @Override
    public String address() {
        return new HostPort(HostName.LOOPBACK, port).toString();
    }

    @Override
    public byte[] call(String caller, String method, byte[] request, Duration deadline) {
        return exchange(Envelope.of(new Message.ServiceCall(caller, method), request), deadline);
    }

    /** As {@link #call}, for as long as it takes. */
    byte[] callPatiently(String caller, String method, byte[] request) {
        return call(caller, method, request, FOREVER);
    }

    private byte[] exchange(Envelope request, Duration deadline) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            Envelope answer = ClientCalls.blockingUnaryCall(channel, Wire.CALL, options, request);
            if (answer.message() instanceof Message.ServiceFailure failure) {
                throw ServiceErrors.failed(name, failure.message());
            }
            return answer.payload();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                throw ServiceErrors.late(name, deadline);
            }
            throw ServiceErrors.lost(name, loss());
        }
    }

    /** A moment after the connection closed, the exit code says why. */
    private Loss loss() {
        try {
            return ExitCode.loss(child.ended().get(KILL_MS, TimeUnit.MILLISECONDS), child.lastLines());
        } catch (TimeoutException | ExecutionException e) {
            return Loss.connectionClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Loss.connectionClosed();
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        connection.shutdownNow();
        child.kill();
        loss();
    }
}
