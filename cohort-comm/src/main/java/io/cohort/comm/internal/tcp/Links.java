package io.cohort.comm.internal.tcp;

import io.cohort.comm.Tls;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Makes a link of a socket: plain, or encrypted where the run has certificates. Threading: immutable. */
record Links(@Nullable Tls tls) {

    /** The connecting side's. */
    ByteLink ofConnected(SocketChannel channel) throws IOException {
        return of(channel, true);
    }

    /** The accepting side's. */
    ByteLink ofAccepted(SocketChannel channel) throws IOException {
        return of(channel, false);
    }

    private ByteLink of(SocketChannel channel, boolean connecting) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return tls == null ? new PlainLink(channel) : new TlsLink(channel, tls.engine(connecting));
    }
}
