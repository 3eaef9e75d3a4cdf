package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.wire.HeaderCodec;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Connects to a lower rank and proves itself; the other side of {@link Acceptor}. */
final class Connector {

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final HeaderCodec codec;
    private final Proof proof;

    Connector(HeaderCodec codec, Proof proof) {
        this.codec = codec;
        this.proof = proof;
    }

    /** Returns a blocking connection that both sides have proved. */
    SocketChannel connect(InetSocketAddress address, Claim self, int timeoutMs) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(address, Math.min(timeoutMs, CONNECT_TIMEOUT_MS));
            // Read through the socket, because only that knows a timeout.
            channel.socket().setSoTimeout(timeoutMs);
            byte[] theirNonce = read(channel, Proof.NONCE_BYTES);
            byte[] ownNonce = Proof.nonce();
            byte[] claim = self.encode(codec);
            ByteBuffer answer = ByteBuffer.allocate(Acceptor.ANSWER_BYTES)
                    .put(claim)
                    .put(ownNonce)
                    .put(proof.of("connect", theirNonce, ownNonce, claim))
                    .flip();
            while (answer.hasRemaining()) {
                channel.write(answer);
            }
            byte[] given = read(channel, Proof.BYTES);
            if (!Proof.equal(proof.of("accept", ownNonce, theirNonce, claim), given)) {
                throw new IOException("whoever listens at " + address + " does not know the token of this run");
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static byte[] read(SocketChannel channel, int bytes) throws IOException {
        InputStream in = channel.socket().getInputStream();
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("the other side closed the connection before it had proved itself");
        }
        return read;
    }
}
