package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.wire.HeaderCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections of the higher ranks while a group opens. Whoever does not prove to know the token is closed and logged; a
 * stranger who says nothing holds up nobody, since all are served side by side.
 *
 * <ol>
 *   <li>The acceptor sends its nonce.
 *   <li>The rank answers with its claim, its own nonce and its proof.
 *   <li>The acceptor answers with its proof; the connection belongs to the group.
 * </ol>
 *
 * <p>Threading: one thread.
 */
final class Acceptor implements AutoCloseable {

    static final int ANSWER_BYTES = Claim.BYTES + Proof.NONCE_BYTES + Proof.BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final long STRANGER_PATIENCE_NANOS = 5_000_000_000L;
    private static final int MOST_CANDIDATES = 1024;

    private final HeaderCodec codec;
    private final Proof proof;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Map<Claim, SocketChannel> accepted = new HashMap<>();
    private final Map<SocketChannel, byte[]> answers = new HashMap<>();

    Acceptor(String bindAddress, HeaderCodec codec, Proof proof) throws IOException {
        this.codec = codec;
        this.proof = proof;
        this.selector = Selector.open();
        this.server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(bindAddress, 0), 256);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** Serves whoever knocks, for at most so long. */
    void serve(long timeoutMs) throws IOException {
        selector.select(timeoutMs);
        for (Iterator<SelectionKey> it = selector.selectedKeys().iterator(); it.hasNext(); ) {
            SelectionKey key = it.next();
            it.remove();
            if (key.isAcceptable()) {
                welcome();
            } else if (key.isReadable()) {
                hear(key);
            }
        }
        welcomeProved();
        dismissSilent();
    }

    /** The connection of a rank once it has proved itself; it is handed out once, blocking. */
    Optional<SocketChannel> take(int rank, int lane) {
        return Optional.ofNullable(accepted.remove(new Claim(rank, lane)));
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        for (SocketChannel channel : accepted.values()) {
            channel.close();
        }
        server.close();
        selector.close();
    }

    private void welcome() throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        if (selector.keys().size() > MOST_CANDIDATES) {
            dismiss(channel, "too many connections at once");
            return;
        }
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Candidate candidate = new Candidate();
            channel.write(ByteBuffer.wrap(candidate.nonce));
            channel.register(selector, SelectionKey.OP_READ, candidate);
        } catch (IOException e) {
            dismiss(channel, e.toString());
        }
    }

    private void hear(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        Candidate candidate = (Candidate) key.attachment();
        try {
            if (channel.read(candidate.answer) < 0) {
                dismiss(channel, "it left without a proof");
            } else if (!candidate.answer.hasRemaining()) {
                judge(key, channel, candidate);
            }
        } catch (IOException e) {
            dismiss(channel, e.toString());
        }
    }

    private void judge(SelectionKey key, SocketChannel channel, Candidate candidate) throws IOException {
        byte[] answer = candidate.answer.array();
        byte[] claimed = Arrays.copyOfRange(answer, 0, Claim.BYTES);
        byte[] theirNonce = Arrays.copyOfRange(answer, Claim.BYTES, Claim.BYTES + Proof.NONCE_BYTES);
        byte[] given = Arrays.copyOfRange(answer, Claim.BYTES + Proof.NONCE_BYTES, ANSWER_BYTES);
        if (!Proof.equal(proof.of("connect", candidate.nonce, theirNonce, claimed), given)) {
            dismiss(channel, "it does not know the token of this run");
            return;
        }
        Optional<Claim> claim = Claim.decode(claimed, codec);
        if (claim.isEmpty() || accepted.containsKey(claim.get())) {
            dismiss(channel, "it belongs to another group or generation");
            return;
        }
        key.cancel();
        accepted.put(claim.get(), channel);
        answers.put(channel, proof.of("accept", theirNonce, candidate.nonce, claimed));
    }

    /** After the selected keys are worked off, for a channel must have left its selector before it can block again. */
    private void welcomeProved() throws IOException {
        if (answers.isEmpty()) {
            return;
        }
        selector.selectNow();
        selector.selectedKeys().clear();
        for (Map.Entry<SocketChannel, byte[]> answer : answers.entrySet()) {
            answer.getKey().configureBlocking(true);
            answer.getKey().write(ByteBuffer.wrap(answer.getValue()));
        }
        answers.clear();
    }

    private void dismissSilent() throws IOException {
        for (SelectionKey key : selector.keys()) {
            boolean silent = key.isValid()
                    && key.attachment() instanceof Candidate candidate
                    && System.nanoTime() - candidate.sinceNanos > STRANGER_PATIENCE_NANOS;
            if (silent) {
                dismiss((SocketChannel) key.channel(), "it said nothing for 5 s");
            }
        }
    }

    private static void dismiss(SocketChannel channel, String why) throws IOException {
        LOG.warn("A connection from {} was closed: {}", channel.getRemoteAddress(), why);
        channel.close();
    }

    private static final class Candidate {
        private final byte[] nonce = Proof.nonce();
        private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
        private final long sinceNanos = System.nanoTime();
    }
}
