package io.cohort.comm.internal.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.comm.internal.wire.Fingerprint;
import io.cohort.comm.internal.wire.FrameKind;
import io.cohort.comm.internal.wire.Header;
import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.OperationKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpConnectionTest {

    private final HeaderCodec codec = new HeaderCodec("workers", 1);
    private SocketChannel peer;
    private SocketChannel own;
    private TcpConnection connection;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("127.0.0.1", 0));
            peer = SocketChannel.open(server.getLocalAddress());
            own = server.accept();
            own.configureBlocking(false);
            connection = new TcpConnection(new PlainLink(own), 1, codec);
        }
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        connection.close();
    }

    @Test
    void closesAConnectionThatSendsNoFrame() throws IOException {
        peer.write(ByteBuffer.wrap("this is sixty-four bytes of no frame at all, as anyone can see.."
                .getBytes(StandardCharsets.US_ASCII)));
        assertThat(departure()).contains("not valid").contains("begin like a frame");
        assertThat(own.isOpen()).isFalse();
        assertThat(connection.peek()).isNull();
    }

    @Test
    void allocatesNothingForWhatAFrameAnnounces() throws IOException {
        Header huge = header(FrameKind.COLLECTIVE, Long.MAX_VALUE);
        peer.write(bytes(huge));
        while (connection.peek() == null) {
            connection.progress();
        }
        assertThat(connection.peek()).isEqualTo(huge);
        assertThat(connection.departure()).isNull();
    }

    @Test
    void tellsAGoodbyeFromALostConnection() throws IOException {
        peer.write(bytes(header(FrameKind.GOODBYE, 0)));
        peer.close();
        assertThat(departure()).isEqualTo("closed the group");
    }

    @Test
    void noticesAPeerThatClosesInAPayload() throws IOException {
        peer.write(bytes(header(FrameKind.COLLECTIVE, 1000)));
        while (connection.peek() == null) {
            connection.progress();
        }
        ByteBuffer landing = ByteBuffer.allocateDirect(1000);
        var incoming = connection.receive(Memory.of(new BytePointer(landing), 1000));
        peer.close();
        assertThat(departure()).contains("closed its connection");
        assertThat(incoming.isDone()).isFalse();
    }

    private String departure() {
        while (connection.departure() == null) {
            connection.progress();
        }
        return connection.departure();
    }

    private static Header header(FrameKind kind, long length) {
        return new Header(kind, 1, new Fingerprint(OperationKind.BARRIER, null, null, -1, 0), 0, length);
    }

    private ByteBuffer bytes(Header header) {
        ByteBuffer bytes = ByteBuffer.allocate(HeaderCodec.BYTES);
        codec.encode(header, bytes, 0);
        return bytes;
    }
}
