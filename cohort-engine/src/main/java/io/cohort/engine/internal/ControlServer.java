package io.cohort.engine.internal;

import io.cohort.comm.Tls;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The launcher's end of the control connections. Lets in who brings the token; each stream gets a session of its own. */
final class ControlServer implements AutoCloseable {

    /** One stream's life. Called by one thread at a time. */
    interface Session {
        void message(Envelope envelope);

        /** The other end closed the stream or is gone. Called once. */
        void closed();
    }

    private static final long PERMIT_KEEP_ALIVE_S = 5;
    private static final long CLOSE_MS = 500;

    private final Server server;
    private final @Nullable TlsDoor door;

    private ControlServer(Server server, @Nullable TlsDoor door) {
        this.server = server;
        this.door = door;
    }

    /**
     * Starts to listen.
     *
     * @param sessions makes what answers a new stream
     * @throws UserMistake when the address cannot be listened at
     */
    static ControlServer open(HostPort listen, String token, @Nullable Tls tls, Function<Outbound, Session> sessions) {
        ServerServiceDefinition control = ServerServiceDefinition.builder(Wire.CONTROL)
                .addMethod(Wire.ATTEND, ServerCalls.asyncBidiStreamingCall(out -> attend(out, sessions)))
                .build();
        return listen(listen, token, tls, () -> control);
    }

    /** Listens for a service of another kind with the same checks. */
    static ControlServer listen(HostPort listen, String token, @Nullable Tls tls, BindableService service) {
        InetSocketAddress address = listen.socketAddress();
        if (address.isUnresolved()) {
            throw cannotListen(
                    "bad-address", listen, "names no host that is known here", "Use an address of this host.");
        }
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .addService(ServerInterceptors.intercept(service, new TokenCheck(token)))
                .maxInboundMessageSize(Envelope.MAX_BYTES)
                .permitKeepAliveTime(PERMIT_KEEP_ALIVE_S, TimeUnit.SECONDS);
        TlsDoor door = tls == null ? null : TlsDoor.into(builder, tls);
        try {
            return new ControlServer(builder.build().start(), door);
        } catch (IOException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            if (String.valueOf(reason).contains("in use")) {
                throw cannotListen(
                        "port-in-use",
                        listen,
                        "is in use by another program",
                        "Choose another port, or stop what uses it.");
            }
            throw cannotListen(
                    "bad-address", listen, "cannot be listened at: " + reason, "Use an address of this host.");
        }
    }

    private static UserMistake cannotListen(String kind, HostPort listen, String rule, String fix) {
        return new UserMistake(kind, new Problem("--listen", listen.toString(), rule, fix));
    }

    private static StreamObserver<Envelope> attend(StreamObserver<Envelope> out, Function<Outbound, Session> sessions) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Outbound outbound = new Outbound((ServerCallStreamObserver<Envelope>) out, () -> closed.complete(null));
        Session session = sessions.apply(outbound);
        var unused = closed.thenRun(session::closed);
        return new Inbound(session, outbound, closed);
    }

    int port() {
        return server.getPort();
    }

    /** Closes every stream that is still open. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (door != null) {
            door.close();
        }
    }

    private record Inbound(Session session, Outbound out, CompletableFuture<Void> closed)
            implements StreamObserver<Envelope> {

        @Override
        public void onNext(Envelope envelope) {
            session.message(envelope);
        }

        @Override
        public void onError(Throwable cause) {
            closed.complete(null);
        }

        @Override
        public void onCompleted() {
            closed.complete(null);
            out.complete();
        }
    }
}
