package io.cohort.comm.internal.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.cohort.comm.internal.tcp.HostileFrames.Wrong;
import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.MalformedFrame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames that no rank would send end in a closed connection with a reason, and in nothing else. */
class FrameFuzzTest {

    private static final long SEED = 20;
    /** Header, reasons and exceptions; far below anything that a frame announces. */
    private static final long MOST_BYTES_A_FRAME = 8 * 1024;

    private final HeaderCodec codec = new HeaderCodec("workers", 1);

    @Test
    @Timeout(60)
    void refusesEveryMalformedHeader() {
        decode(100_000);
    }

    @Tag("long")
    @Test
    @Timeout(600)
    void refusesAMillionMalformedHeaders() {
        decode(1_000_000);
    }

    @Test
    @Timeout(60)
    void closesEveryConnectionThatSendsAMalformedFrame() {
        feed(100_000);
    }

    @Tag("long")
    @Test
    @Timeout(600)
    void closesAMillionConnectionsThatSendAMalformedFrame() {
        feed(1_000_000);
    }

    @Test
    @Timeout(60)
    void closesARealSocketThatSendsAMalformedFrame() throws IOException {
        HostileFrames frames = new HostileFrames(codec, SEED + 1);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("127.0.0.1", 0));
            for (int i = 0; i < 300; i++) {
                byte[] frame = frames.next(i % 2 == 0 ? Wrong.FLIPPED : Wrong.FORGED);
                try (SocketChannel peer = SocketChannel.open(server.getLocalAddress());
                        SocketChannel own = server.accept()) {
                    own.configureBlocking(false);
                    TcpConnection connection = new TcpConnection(new PlainLink(own), 1, codec);
                    peer.write(ByteBuffer.wrap(frame));
                    while (connection.departure() == null) {
                        connection.progress();
                    }
                    assertThat(connection.departure()).startsWith("sent a frame that is not valid: ");
                    assertThat(own.isOpen()).isFalse();
                    assertThat(peer.read(ByteBuffer.allocate(1)))
                            .as("the peer sees the end, and no answer")
                            .isEqualTo(-1);
                }
            }
        }
    }

    private void decode(int count) {
        HostileFrames frames = new HostileFrames(codec, SEED);
        Wrong[] malformed = {Wrong.NOISE, Wrong.FLIPPED, Wrong.FORGED};
        long before = allocatedBytes();
        for (int i = 0; i < count; i++) {
            byte[] frame = frames.next(malformed[i % malformed.length]);
            try {
                Header header = codec.decode(ByteBuffer.wrap(frame), 0);
                fail("seed %d, frame %d is let through as %s", SEED, i, header);
            } catch (MalformedFrame e) {
                assertHasReason(e, i);
            }
        }
        assertThat((allocatedBytes() - before) / count).isLessThan(MOST_BYTES_A_FRAME);
    }

    private void feed(int count) {
        HostileFrames frames = new HostileFrames(codec, SEED + 2);
        Wrong[] all = Wrong.values();
        Map<Wrong, Integer> seen = new EnumMap<>(Wrong.class);
        long before = allocatedBytes();
        for (int i = 0; i < count; i++) {
            Wrong wrong = all[i % all.length];
            byte[] frame = frames.next(wrong);
            int bytes = wrong == Wrong.TRUNCATED ? frames.random().nextInt(frame.length) : frame.length;
            Feed link = new Feed(Arrays.copyOf(frame, bytes), frames.random());
            TcpConnection connection = new TcpConnection(link, 1, codec);
            while (connection.progress()) {
                // Until nothing comes any more.
            }
            requireRightEnd(wrong, connection, link, i);
            seen.merge(wrong, 1, Integer::sum);
        }
        assertThat(seen.values()).as("each kind came up").allMatch(n -> n == count / all.length);
        assertThat((allocatedBytes() - before) / count).isLessThan(MOST_BYTES_A_FRAME);
    }

    private static void requireRightEnd(Wrong wrong, TcpConnection connection, Feed link, int i) {
        String departure = String.valueOf(connection.departure());
        boolean right =
                switch (wrong) {
                    case NOISE, FLIPPED, FORGED ->
                        link.closed
                                && connection.peek() == null
                                && departure.startsWith("sent a frame that is not valid: ");
                    case TRUNCATED ->
                        connection.peek() == null && departure.equals("closed its connection without a word");
                    case HUGE -> connection.peek() != null && !link.closed;
                };
        if (!right) {
            fail("seed %d, frame %d (%s) ends in '%s'", SEED + 2, i, wrong, departure);
        }
    }

    private static void assertHasReason(MalformedFrame e, int i) {
        if (e.getMessage() == null || e.getMessage().isBlank()) {
            fail("seed %d, frame %d is refused without a reason", SEED, i);
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Hands out bytes in pieces of any size, then ends. */
    private static final class Feed implements ByteLink {
        private final ByteBuffer bytes;
        private final SplittableRandom random;
        private boolean closed;

        Feed(byte[] bytes, SplittableRandom random) {
            this.bytes = ByteBuffer.wrap(bytes);
            this.random = random;
        }

        @Override
        public int read(ByteBuffer target) {
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int piece = Math.min(Math.min(bytes.remaining(), target.remaining()), random.nextInt(1, 65));
            target.put(bytes.slice(bytes.position(), piece));
            bytes.position(bytes.position() + piece);
            return piece;
        }

        @Override
        public long write(ByteBuffer... parts) {
            return 0;
        }

        @Override
        public SocketChannel channel() {
            throw new UnsupportedOperationException("there is none");
        }

        @Override
        public boolean hasUnsent() {
            return false;
        }

        @Override
        public byte[] binding() {
            return new byte[0];
        }

        @Override
        public void finish() {
            closed = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
