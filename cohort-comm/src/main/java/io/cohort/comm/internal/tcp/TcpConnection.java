package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.FrameKind;
import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Incoming;
import io.cohort.comm.internal.wire.MalformedFrame;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.OperationKind;
import io.cohort.comm.internal.wire.Outgoing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One lane to one peer. Payload goes from the tensor's memory to the socket and from the socket to the tensor's memory; header and payload
 * leave in one gathering write where nothing is encrypted. Nothing is allocated for what a frame announces: the receiver of the payload brings the memory.
 *
 * <p>Threading: as its wire, except {@link #departure}.
 */
final class TcpConnection {

    private static final Header GOODBYE =
            new Header(FrameKind.GOODBYE, 0, new Fingerprint(OperationKind.BARRIER, null, null, -1, 0), 0, 0);

    private final ByteLink link;
    private final int peer;
    private final HeaderCodec codec;
    private final Deque<Sending> writes = new ArrayDeque<>();
    private final ByteBuffer headerOut = ByteBuffer.allocateDirect(HeaderCodec.BYTES);
    private final ByteBuffer headerIn = ByteBuffer.allocateDirect(HeaderCodec.BYTES);
    private @Nullable Header arrived;
    private @Nullable Receiving receiving;
    private volatile @Nullable String departure;

    /** Takes over a connection. */
    TcpConnection(ByteLink link, int peer, HeaderCodec codec) {
        this.link = link;
        this.peer = peer;
        this.codec = codec;
        headerOut.limit(0);
    }

    Outgoing send(Header header, Memory payload) {
        Sending sending = new Sending(peer, header, payload);
        writes.add(sending);
        write();
        return sending;
    }

    @Nullable
    Header peek() {
        return receiving == null ? arrived : null;
    }

    Incoming receive(Memory destination) {
        Receiving begun = new Receiving(destination);
        arrived = null;
        headerIn.clear();
        if (destination.bytes() > 0) {
            receiving = begun;
            read();
        }
        return begun;
    }

    boolean progress() {
        boolean moved = write();
        moved |= read();
        return moved;
    }

    int interest() {
        int reading = departure == null && (arrived == null || receiving != null) ? SelectionKey.OP_READ : 0;
        int writing = departure == null && isSending() ? SelectionKey.OP_WRITE : 0;
        return reading | writing;
    }

    private boolean isSending() {
        return !writes.isEmpty() || link.hasUnsent();
    }

    @Nullable
    String departure() {
        return departure;
    }

    /** Says goodbye if nothing is half sent, and closes. */
    void close() {
        try {
            if (departure == null && !isSending()) {
                send(GOODBYE, Memory.NONE);
                link.finish();
                drain();
            }
            link.close();
        } catch (IOException e) {
            departure = lost(e);
        }
    }

    /** What lies unread when a socket closes makes the system cut the connection, and the peer would lose what was sent to it last. */
    private void drain() throws IOException {
        ByteBuffer unread = ByteBuffer.allocate(64 * 1024);
        while (link.read(unread) > 0) {
            unread.clear();
        }
    }

    private boolean write() {
        boolean moved = false;
        try {
            if (writes.isEmpty() && link.hasUnsent()) {
                return link.write() > 0;
            }
            for (Sending head = writes.peek(); head != null && departure == null; head = writes.peek()) {
                if (!head.begun) {
                    head.begun = true;
                    headerOut.clear();
                    codec.encode(head.header, headerOut, 0);
                }
                long written = link.write(headerOut, head.rest());
                moved |= written > 0;
                if (headerOut.hasRemaining() || !head.isWritten() || link.hasUnsent()) {
                    if (written == 0) {
                        return moved;
                    }
                } else {
                    head.done = true;
                    writes.remove();
                }
            }
        } catch (IOException e) {
            departure = lost(e);
        }
        return moved;
    }

    private boolean read() {
        boolean moved = false;
        try {
            while (departure == null && (arrived == null || receiving != null)) {
                Receiving current = receiving;
                int read = current == null ? readHeader() : current.read();
                if (read < 0) {
                    departure = "closed its connection without a word";
                }
                if (read <= 0) {
                    return moved;
                }
                moved = true;
            }
        } catch (MalformedFrame e) {
            departure = "sent a frame that is not valid: " + e.getMessage();
            abandon();
        } catch (IOException e) {
            departure = lost(e);
        }
        return moved;
    }

    private int readHeader() throws IOException {
        int read = link.read(headerIn);
        if (!headerIn.hasRemaining()) {
            Header header = codec.decode(headerIn, 0);
            if (header.kind() == FrameKind.GOODBYE) {
                departure = "closed the group";
            } else {
                arrived = header;
            }
        }
        return read;
    }

    private void abandon() {
        try {
            link.close();
        } catch (IOException e) {
            departure = departure + "; " + lost(e);
        }
    }

    private static String lost(IOException e) {
        return "lost its connection (" + e.getMessage() + ")";
    }

    private static final class Sending implements Outgoing {
        private final int peer;
        private final Header header;
        private final Memory payload;
        private ByteBuffer piece = ByteBuffer.allocate(0);
        private long pieceEnd;
        private boolean begun;
        private boolean done;

        Sending(int peer, Header header, Memory payload) {
            this.peer = peer;
            this.header = header;
            this.payload = payload;
        }

        /** What comes next of the payload. */
        ByteBuffer rest() {
            if (!piece.hasRemaining() && pieceEnd < payload.bytes()) {
                piece = payload.buffer(pieceEnd);
                pieceEnd += piece.remaining();
            }
            return piece;
        }

        boolean isWritten() {
            return pieceEnd == payload.bytes() && !piece.hasRemaining();
        }

        @Override
        public int peer() {
            return peer;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public boolean isShared() {
            return false;
        }
    }

    private final class Receiving implements Incoming {
        private final Memory destination;
        private ByteBuffer piece = ByteBuffer.allocate(0);
        private long pieceEnd;
        private boolean done;

        Receiving(Memory destination) {
            this.destination = destination;
            this.done = destination.bytes() == 0;
        }

        int read() throws IOException {
            if (!piece.hasRemaining()) {
                piece = destination.buffer(pieceEnd);
                pieceEnd += piece.remaining();
            }
            int read = link.read(piece);
            if (!piece.hasRemaining() && pieceEnd == destination.bytes()) {
                done = true;
                receiving = null;
            }
            return read;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public Memory memory() {
            return destination;
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public void release() {
            // The payload lies in this process already; the peer was never held up.
        }
    }
}
