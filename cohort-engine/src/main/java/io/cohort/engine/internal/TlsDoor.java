package io.cohort.engine.internal;

import io.cohort.comm.Tls;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the launcher listens when it encrypts: gRPC closes the connections of strangers without a word; here each leaves a line in the log. */
final class TlsDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);
    private static final long CLOSE_MS = 500;

    private final EventLoopGroup threads = new NioEventLoopGroup(2, new DefaultThreadFactory("cohort-control", true));

    private TlsDoor() {}

    /** Makes a server listen behind a door. */
    static TlsDoor into(NettyServerBuilder builder, Tls tls) {
        TlsDoor door = new TlsDoor();
        builder.sslContext(ControlTls.server(tls))
                .channelFactory(Listening::new)
                .bossEventLoopGroup(door.threads)
                .workerEventLoopGroup(door.threads);
        return door;
    }

    @Override
    public void close() {
        var unused = threads.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
    }

    private static final class Listening extends NioServerSocketChannel {

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int result = super.doReadMessages(accepted);
            for (Object channel : accepted.subList(before, accepted.size())) {
                ((Channel) channel).pipeline().addLast(new Handshake());
            }
            return result;
        }
    }

    /** Follows one connection until its first bytes have shown which handshake to wait for. */
    private static final class Handshake extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            if (tls != null) {
                SocketAddress stranger = context.channel().remoteAddress();
                var unused = tls.handshakeFuture().addListener(done -> {
                    if (!done.isSuccess()) {
                        LOG.warn("refused a connection from {}: {}", stranger, reason(done.cause()));
                    }
                });
                context.pipeline().remove(this);
            }
            context.fireChannelRead(bytes);
        }

        private static String reason(Throwable cause) {
            return TlsRefusal.in(cause).orElse(String.valueOf(cause.getMessage()));
        }
    }
}
