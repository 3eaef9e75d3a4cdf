package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.wire.HeaderCodec;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** Connects to a lower rank and proves itself; the other side of {@link Candidate}. */
final class Connector {

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final HeaderCodec codec;
    private final Proof proof;
    private final Links links;

    Connector(HeaderCodec codec, Proof proof, Links links) {
        this.codec = codec;
        this.proof = proof;
        this.links = links;
    }

    /** Returns a connection that both sides have proved. */
    ByteLink connect(InetSocketAddress address, Claim self, int timeoutMs) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try (Selector selector = Selector.open()) {
            channel.socket().connect(address, Math.min(timeoutMs, CONNECT_TIMEOUT_MS));
            ByteLink link = links.ofConnected(channel);
            channel.register(selector, 0);
            prove(
                    new Talk(link, selector, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs)),
                    self,
                    address);
            return link;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void prove(Talk talk, Claim self, InetSocketAddress address) throws IOException {
        byte[] theirNonce = talk.read(Proof.NONCE_BYTES);
        byte[] ownNonce = Proof.nonce();
        byte[] claim = self.encode(codec);
        byte[] binding = talk.link.binding();
        talk.write(ByteBuffer.allocate(Candidate.ANSWER_BYTES)
                .put(claim)
                .put(ownNonce)
                .put(proof.of("connect", theirNonce, ownNonce, claim, binding))
                .flip());
        byte[] given = talk.read(Proof.BYTES);
        if (!Proof.equal(proof.of("accept", ownNonce, theirNonce, claim, binding), given)) {
            throw new IOException("whoever listens at " + address + " does not know the token of this run");
        }
    }

    /** Reads and writes that wait until a deadline. */
    private record Talk(ByteLink link, Selector selector, long deadlineNanos) {

        byte[] read(int bytes) throws IOException {
            ByteBuffer read = ByteBuffer.allocate(bytes);
            while (read.hasRemaining()) {
                // While encryption is agreed on, reading answers as well, and what it has to say may be unsent.
                int got = link.read(read);
                if (got < 0) {
                    throw new EOFException("the other side closed the connection before it had proved itself");
                }
                if (got == 0) {
                    await(link.hasUnsent() && link.write() == 0 ? SelectionKey.OP_WRITE : 0);
                }
            }
            return read.array();
        }

        void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining() || link.hasUnsent()) {
                if (link.write(bytes) == 0) {
                    await(SelectionKey.OP_WRITE);
                }
            }
        }

        private void await(int besidesReading) throws IOException {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (leftMs <= 0) {
                throw new SocketTimeoutException("it did not answer in time");
            }
            for (SelectionKey key : selector.keys()) {
                key.interestOps(SelectionKey.OP_READ | besidesReading);
            }
            selector.select(leftMs);
            selector.selectedKeys().clear();
        }
    }
}
