package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.tls.PemFiles;
import io.cohort.comm.internal.wire.HeaderCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections of the higher ranks while a group opens. Whoever does not prove to know the token is closed and logged; a
 * stranger who says nothing holds up nobody, since all are served side by side.
 *
 * <p>Threading: one thread.
 */
final class Acceptor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final long STRANGER_PATIENCE_NANOS = 5_000_000_000L;
    private static final int MOST_CANDIDATES = 1024;

    private final HeaderCodec codec;
    private final Proof proof;
    private final Links links;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Map<Claim, ByteLink> accepted = new HashMap<>();

    Acceptor(String bindAddress, HeaderCodec codec, Proof proof, Links links) throws IOException {
        this.codec = codec;
        this.proof = proof;
        this.links = links;
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
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
        for (Iterator<SelectionKey> it = selector.selectedKeys().iterator(); it.hasNext(); ) {
            SelectionKey key = it.next();
            it.remove();
            if (key.isValid() && key.isAcceptable()) {
                welcome();
            } else if (key.isValid()) {
                hear(key, (Candidate) key.attachment());
            }
        }
        dismissSilent();
    }

    /** The connection of a rank once it has proved itself; it is handed out once. */
    Optional<ByteLink> take(int rank, int lane) {
        return Optional.ofNullable(accepted.remove(new Claim(rank, lane)));
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) { // else it belongs to the group already
                key.channel().close();
            }
        }
        for (ByteLink link : accepted.values()) {
            link.close();
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
            Candidate candidate = new Candidate(links.ofAccepted(channel), codec, proof);
            hear(channel.register(selector, SelectionKey.OP_READ, candidate), candidate);
        } catch (IOException e) {
            dismiss(channel, e.toString());
        }
    }

    private void hear(SelectionKey key, Candidate candidate) throws IOException {
        try {
            candidate.progress();
            Claim claim = candidate.claim();
            if (claim == null) {
                key.interestOps(candidate.interest());
            } else if (accepted.putIfAbsent(claim, candidate.link()) == null) {
                key.cancel();
            } else {
                throw new IOException("another connection has made the same claim");
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            dismiss((SocketChannel) key.channel(), reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof SSLException
                ? "TLS is refused: " + PemFiles.rootMessage(e)
                : String.valueOf(e.getMessage());
    }

    private void dismissSilent() throws IOException {
        for (SelectionKey key : selector.keys()) {
            Candidate candidate = key.isValid() ? candidate(key) : null;
            if (candidate != null && candidate.ageNanos() > STRANGER_PATIENCE_NANOS) {
                dismiss((SocketChannel) key.channel(), "it did not prove itself within 5 s");
            }
        }
    }

    private static @Nullable Candidate candidate(SelectionKey key) {
        return key.attachment() instanceof Candidate candidate ? candidate : null;
    }

    private static void dismiss(SocketChannel channel, String why) throws IOException {
        LOG.warn("A connection from {} was closed: {}", channel.getRemoteAddress(), why);
        channel.close();
    }
}
