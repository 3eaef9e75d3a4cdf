package io.cohort.comm.internal.tcp;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Meeting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Connects pairs of ranks, each twice: once for collectives, once for messages. The higher rank connects to the lower one. */
public final class TcpOpening {

    private static final int LANES = 2;
    private static final long SERVE_MS = 50;

    private final int rank;
    private final int size;
    private final HeaderCodec codec;
    private final Proof proof;
    private final Links security;
    private final Duration timeout;
    private final Meeting meeting;
    private final Runnable check;
    private final IntPredicate wanted;

    /**
     * Prepares to open.
     *
     * @param meeting gives a named value to all ranks and gets theirs
     * @param check throws when the group has ended meanwhile
     * @param wanted which peers to connect to; two ranks must agree about each other
     */
    public TcpOpening(GroupOptions options, HeaderCodec codec, Meeting meeting, Runnable check, IntPredicate wanted) {
        this.rank = options.rank();
        this.size = options.size();
        this.codec = codec;
        this.proof = new Proof(options.token());
        this.security = new Links(options.tls());
        this.timeout = options.timeout();
        this.meeting = meeting;
        this.check = check;
        this.wanted = wanted;
    }

    /**
     * Connects to all ranks that are wanted.
     *
     * @throws PeerMissing when a rank cannot be reached or does not come
     */
    public TcpTransport open(String bindAddress) throws IOException {
        @Nullable ByteLink[][] links = new @Nullable ByteLink[LANES][size];
        try (Acceptor acceptor = new Acceptor(bindAddress, codec, proof, security)) {
            String own = bindAddress + " " + acceptor.port();
            List<byte[]> addresses = meeting.exchange("tcp-address", own.getBytes(StandardCharsets.UTF_8));
            for (int peer = 0; peer < rank; peer++) {
                for (int lane = 0; lane < LANES && wanted.test(peer); lane++) {
                    links[lane][peer] = connect(address(addresses.get(peer)), peer, lane);
                }
            }
            accept(acceptor, links);
            return new TcpTransport(new TcpWire(links[0], codec), new TcpWire(links[1], codec));
        } catch (IOException | RuntimeException e) {
            closeAll(links, e);
            throw e;
        }
    }

    private ByteLink connect(InetSocketAddress address, int peer, int lane) throws IOException {
        try {
            int timeoutMs = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
            return new Connector(codec, proof, security).connect(address, new Claim(rank, lane), timeoutMs);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new PeerMissing(peer, "cannot be reached at " + address + " (" + e.getMessage() + ")", e);
        }
    }

    private void accept(Acceptor acceptor, @Nullable ByteLink[][] links) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (int peer = rank + 1; peer < size; peer++) {
            for (int lane = 0; lane < LANES && wanted.test(peer); lane++) {
                Optional<ByteLink> link = acceptor.take(peer, lane);
                while (link.isEmpty()) {
                    check.run();
                    if (System.nanoTime() - deadline > 0) {
                        throw new PeerMissing(peer, "did not connect within " + timeout.toMillis() + " ms", null);
                    }
                    acceptor.serve(SERVE_MS);
                    link = acceptor.take(peer, lane);
                }
                links[lane][peer] = link.get();
            }
        }
    }

    private static InetSocketAddress address(byte[] told) {
        String text = new String(told, StandardCharsets.UTF_8);
        int space = text.lastIndexOf(' ');
        return new InetSocketAddress(text.substring(0, space), Integer.parseInt(text.substring(space + 1)));
    }

    private static void closeAll(@Nullable ByteLink[][] links, Exception reason) {
        for (@Nullable ByteLink[] lane : links) {
            for (ByteLink link : lane) {
                if (link != null) {
                    try {
                        link.close();
                    } catch (IOException e) {
                        reason.addSuppressed(e);
                    }
                }
            }
        }
    }

    /** A rank that could not be connected to. */
    public static final class PeerMissing extends IOException {
        private final int peer;

        PeerMissing(int peer, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.peer = peer;
        }

        public int peer() {
            return peer;
        }
    }
}
