package io.cohort.comm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Slow links between some ranks: a rendezvous that tells them, as the address of the other, that of a relay which holds back what it carries, each piece for
 * a random while. So frames that come over different links overtake one another; on one connection they keep their order, as over any network.
 *
 * <p>Needs nothing of the system, where {@code tc netem} needs root and a kernel that has it.
 */
final class DelayedLinks implements Rendezvous, AutoCloseable {

    private static final int MOST_IN_A_PIECE = 32 * 1024;

    /** Whether a link between two ranks is slow; {@code higher} connects to {@code lower}. */
    interface Choice {
        boolean isSlow(int lower, int higher);
    }

    private final Rendezvous board;
    private final Choice choice;
    private final long mostDelayNanos;
    private final SplittableRandom seeds;
    private final AtomicLong pieces = new AtomicLong();
    private final Queue<AutoCloseable> open = new ConcurrentLinkedQueue<>();

    /**
     * Links that are as fast as ever but for the chosen ones.
     *
     * @param mostDelay of a piece
     * @param seed of the delays; which piece gets which still depends on how the system cuts the stream
     */
    DelayedLinks(Rendezvous board, Choice choice, Duration mostDelay, long seed) {
        this.board = board;
        this.choice = choice;
        this.mostDelayNanos = mostDelay.toNanos();
        this.seeds = new SplittableRandom(seed);
    }

    /** How many pieces were held back so far. */
    long pieces() {
        return pieces.get();
    }

    @Override
    public void put(String key, byte[] value) {
        board.put(key, value);
    }

    @Override
    public byte[] get(String key, Duration deadline) {
        return board.get(key, deadline);
    }

    @Override
    public List<byte[]> exchange(String key, int rank, int size, byte[] value, Duration deadline) {
        List<byte[]> told = new ArrayList<>(board.exchange(key, rank, size, value, deadline));
        for (int lower = 0; lower < rank && key.endsWith("/tcp-address"); lower++) {
            if (choice.isSlow(lower, rank)) {
                told.set(lower, relayTo(told.get(lower)));
            }
        }
        return told;
    }

    private byte[] relayTo(byte[] address) {
        String[] words = new String(address, StandardCharsets.UTF_8).split(" ", 2);
        InetSocketAddress target = new InetSocketAddress(words[0], Integer.parseInt(words[1]));
        try {
            ServerSocketChannel door = ServerSocketChannel.open();
            open.add(door);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            daemon(() -> accept(door, target));
            int port = ((InetSocketAddress) door.getLocalAddress()).getPort();
            return ("127.0.0.1 " + port).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocketChannel door, InetSocketAddress target) throws IOException {
        while (true) {
            SocketChannel near = door.accept();
            SocketChannel far = SocketChannel.open(target);
            for (SocketChannel end : List.of(near, far)) {
                end.setOption(StandardSocketOptions.TCP_NODELAY, true);
                open.add(end);
            }
            carry(near, far);
            carry(far, near);
        }
    }

    private void carry(SocketChannel from, SocketChannel to) {
        SplittableRandom delays = nextDelays();
        daemon(() -> {
            ByteBuffer piece = ByteBuffer.allocateDirect(MOST_IN_A_PIECE);
            while (from.read(piece.clear()) >= 0) {
                pieces.incrementAndGet();
                LockSupport.parkNanos(delays.nextLong(mostDelayNanos));
                piece.flip();
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
            }
            to.shutdownOutput();
        });
    }

    private synchronized SplittableRandom nextDelays() {
        return seeds.split();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        return; // A rank has closed its end, or the test is over.
                    }
                },
                "slow-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable socket : open) {
            socket.close();
        }
    }
}
