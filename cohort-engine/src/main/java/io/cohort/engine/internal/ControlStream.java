package io.cohort.engine.internal;

import io.cohort.comm.Tls;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The far end of the control connection: a worker's, or a joining command's.
 *
 * <p>Threading: any thread may send; what comes in is handed to the receiver by one thread at a time.
 */
final class ControlStream implements AutoCloseable {

    /** Takes what the launcher says. */
    interface Receiver {
        void message(Envelope envelope);

        /** The launcher closed the stream ({@code null}) or is gone. Called once. */
        void closed(@Nullable Throwable cause);
    }

    private static final long KEEP_ALIVE_S = 10;
    private static final long READY_WAIT_MS = 2_000;

    private final ManagedChannel channel;
    private final ClientCall<Envelope, Envelope> call;
    private final Object readyLock = new Object();
    private final ClientCallStreamObserver<Envelope> out;

    private ControlStream(ManagedChannel channel, String token, Receiver receiver) {
        this.channel = channel;
        Metadata headers = new Metadata();
        headers.put(Wire.TOKEN, token);
        this.call = io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers))
                .newCall(Wire.ATTEND, CallOptions.DEFAULT);
        this.out = (ClientCallStreamObserver<Envelope>)
                ClientCalls.asyncBidiStreamingCall(call, new Inbound(receiver, this::nowReady));
    }

    /**
     * Connects; failures come to the receiver.
     *
     * @param tls shows who we are, and asks who the launcher is; {@code null} for neither
     * @param remote whether the launcher is on another host: then one whose host vanishes without a word is noticed, and its certificate must name the host
     */
    static ControlStream open(
            InetSocketAddress launcher, String token, @Nullable Tls tls, boolean remote, Receiver receiver) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(launcher.getHostString(), launcher.getPort())
                .maxInboundMessageSize(Envelope.MAX_BYTES);
        if (tls == null) {
            builder.usePlaintext();
        } else {
            builder.sslContext(ControlTls.client(tls, remote));
        }
        if (remote) {
            builder.keepAliveTime(KEEP_ALIVE_S, TimeUnit.SECONDS).keepAliveTimeout(KEEP_ALIVE_S, TimeUnit.SECONDS);
        }
        return new ControlStream(builder.build(), token, receiver);
    }

    void send(Envelope envelope) {
        synchronized (out) {
            out.onNext(envelope);
        }
    }

    void send(Message message) {
        send(Envelope.of(message));
    }

    /** Waits a little while the launcher reads slower than we write, so that what is queued here stays small. */
    void awaitReady() {
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_WAIT_MS);
        synchronized (readyLock) {
            try {
                long leftMs = READY_WAIT_MS;
                while (!out.isReady() && leftMs > 0) {
                    readyLock.wait(leftMs);
                    leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The address of this host on the way to the launcher; {@code 127.0.0.1} before the first message has come. */
    String localAddress() {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR) instanceof InetSocketAddress a
                ? a.getAddress().getHostAddress()
                : "127.0.0.1";
    }

    @Override
    public void close() {
        synchronized (out) {
            out.onCompleted();
        }
        channel.shutdown();
    }

    /** Gives the connection up at once. */
    void abandon() {
        channel.shutdownNow();
    }

    private void nowReady() {
        synchronized (readyLock) {
            readyLock.notifyAll();
        }
    }

    private record Inbound(Receiver receiver, Runnable ready) implements ClientResponseObserver<Envelope, Envelope> {

        @Override
        public void beforeStart(ClientCallStreamObserver<Envelope> stream) {
            stream.setOnReadyHandler(ready);
        }

        @Override
        public void onNext(Envelope envelope) {
            receiver.message(envelope);
        }

        @Override
        public void onError(Throwable cause) {
            receiver.closed(cause);
        }

        @Override
        public void onCompleted() {
            receiver.closed(null);
        }
    }
}
