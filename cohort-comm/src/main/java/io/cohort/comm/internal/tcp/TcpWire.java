package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Incoming;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import io.cohort.comm.internal.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane of a group over sockets: a connection to each peer. */
final class TcpWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(TcpWire.class);
    private static final int YIELDS = 40;
    /** What has arrived is still in the processor's cache when it is combined. */
    private static final long CHUNK_BYTES = 64 * 1024;

    private static final long LONGEST_WAIT_MS = 20;

    private final @Nullable TcpConnection[] connections;
    private final Selector selector;

    /**
     * Takes over the connections.
     *
     * @param links a connection to each peer; null at this rank's own place
     */
    TcpWire(@Nullable ByteLink[] links, HeaderCodec codec) throws IOException {
        this.connections = new @Nullable TcpConnection[links.length];
        this.selector = Selector.open();
        for (int peer = 0; peer < links.length; peer++) {
            ByteLink link = links[peer];
            if (link != null) {
                TcpConnection connection = new TcpConnection(link, peer, codec);
                link.channel().register(selector, 0, connection);
                connections[peer] = connection;
            }
        }
    }

    @Override
    public Outgoing send(int peer, Header header, Memory payload) {
        return connection(peer).send(header, payload);
    }

    @Override
    public @Nullable Header peek(int peer) {
        return connection(peer).peek();
    }

    @Override
    public Incoming receive(int peer, Memory destination) {
        return connection(peer).receive(destination);
    }

    @Override
    public Incoming borrow(int peer, Supplier<Memory> landing) {
        return connection(peer).receive(landing.get());
    }

    @Override
    public long bestChunkBytes() {
        return CHUNK_BYTES;
    }

    @Override
    public boolean progress() {
        boolean moved = false;
        for (TcpConnection connection : connections) {
            if (connection != null) {
                moved |= connection.progress();
            }
        }
        return moved;
    }

    /** Gives way a few times, which is cheaper than to be woken; then sleeps until a socket can be read or written. */
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // more ranks than cores is normal here: the peer needs this core to answer
    public void idle(int round) {
        if (round < YIELDS) {
            Thread.yield();
            return;
        }
        try {
            for (SelectionKey key : selector.keys()) {
                if (key.isValid()) {
                    key.interestOps(((TcpConnection) key.attachment()).interest());
                }
            }
            selector.select(LONGEST_WAIT_MS);
            selector.selectedKeys().clear();
        } catch (IOException e) {
            throw new UncheckedIOException("sockets cannot be waited for", e);
        }
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public @Nullable String departure(int peer) {
        return connection(peer).departure();
    }

    @Override
    public void close() {
        for (TcpConnection connection : connections) {
            if (connection != null) {
                connection.close();
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("A selector could not be closed", e);
        }
    }

    private TcpConnection connection(int peer) {
        TcpConnection connection = connections[peer];
        if (connection == null) {
            throw new IllegalArgumentException("rank " + peer + " is this rank itself");
        }
        return connection;
    }
}
