package io.cohort.comm.internal.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.comm.Certificates;
import io.cohort.comm.Tls;
import io.cohort.comm.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two links over a real socket, on one thread: nothing in them may wait. */
@Timeout(30)
class TlsLinkTest {

    private static final int MB = 1 << 20;

    private final SSLEngine connectingEngine = engine(Certificates.member("worker"), true);
    private SocketChannel connected;
    private SocketChannel accepted;

    private static SSLEngine engine(TlsFiles files, boolean connecting) {
        return Tls.load(files).engine(connecting);
    }

    private TlsLink[] links(SSLEngine connecting, SSLEngine accepting) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
            server.bind(new InetSocketAddress("127.0.0.1", 0));
            connected = SocketChannel.open(server.getLocalAddress());
            accepted = server.accept();
        }
        connected.configureBlocking(false);
        accepted.configureBlocking(false);
        return new TlsLink[] {new TlsLink(connected, connecting), new TlsLink(accepted, accepting)};
    }

    @AfterEach
    void close() throws IOException {
        connected.close();
        accepted.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 16_384, 16_385, 100_000, 3 * MB})
    void carriesBytesBothWaysAtOnce(int bytes) throws IOException {
        TlsLink[] links = links(connectingEngine, engine(Certificates.member("rsa"), false));
        assertExchange(links, bytes);
        assertThat(links[0].binding()).isEqualTo(links[1].binding()).hasSize(32);
    }

    @Test
    void goesOnWhenASideChangesItsKeys() throws IOException {
        TlsLink[] links = links(connectingEngine, engine(Certificates.member("edwards"), false));
        assertExchange(links, 1000);
        connectingEngine.beginHandshake(); // in TLS 1.3: new keys from here on
        assertExchange(links, MB);
    }

    @Test
    void bindsToBothCertificates() throws IOException {
        TlsLink[] first = links(connectingEngine, engine(Certificates.member("rsa"), false));
        assertExchange(first, 1);
        close();
        TlsLink[] second =
                links(engine(Certificates.member("worker"), true), engine(Certificates.member("edwards"), false));
        assertExchange(second, 1);
        assertThat(first[0].binding()).isNotEqualTo(second[0].binding());
    }

    @Test
    void sendsNothingReadable() throws IOException {
        TlsLink[] links = links(connectingEngine, engine(Certificates.member("worker"), false));
        assertExchange(links, 1);
        byte[] words = "the gradient of the first layer".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        links[0].write(ByteBuffer.wrap(words));
        ByteBuffer seen = ByteBuffer.allocate(1000);
        while (accepted.read(seen) <= 0) {
            Thread.onSpinWait();
        }
        assertThat(new String(seen.array(), 0, seen.position(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("gradient");
    }

    @Test
    void refusesAStrangerAndTellsItWhy() throws IOException {
        TlsLink[] links = links(engine(Certificates.stranger(), true), engine(Certificates.member("worker"), false));
        // The stranger looks at the certificate first, which another authority has signed, and says so.
        assertThatThrownBy(() -> assertExchange(links, 1)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> {
                    while (true) {
                        links[1].read(ByteBuffer.allocate(1));
                    }
                })
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("certificate_unknown");
    }

    @Test
    void seesAConnectionThatIsCutAsItsEnd() throws IOException {
        TlsLink[] links = links(connectingEngine, engine(Certificates.member("worker"), false));
        assertExchange(links, 10);
        connected.close();
        ByteBuffer target = ByteBuffer.allocate(10);
        int read = 0;
        while (read == 0) {
            read = links[1].read(target);
        }
        assertThat(read).isEqualTo(-1);
    }

    @Test
    void deliversWhatWasSentBeforeTheEnd() throws IOException {
        TlsLink[] links = links(connectingEngine, engine(Certificates.member("worker"), false));
        assertExchange(links, 10);
        links[0].write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        links[0].finish();
        links[0].close();
        ByteBuffer target = ByteBuffer.allocate(10);
        while (links[1].read(target) >= 0) {
            Thread.onSpinWait();
        }
        assertThat(target.position()).isEqualTo(3);
    }

    private static void assertExchange(TlsLink[] links, int bytes) throws IOException {
        byte[][] sent = {random(bytes, 1), random(bytes, 2)};
        ByteBuffer[] outs = {direct(sent[0]), direct(sent[1])};
        ByteBuffer[] ins = {ByteBuffer.allocateDirect(bytes), ByteBuffer.allocateDirect(bytes)};
        while (ins[0].hasRemaining() || ins[1].hasRemaining()) {
            for (int side = 0; side < 2; side++) {
                links[side].write(ByteBuffer.allocate(0), outs[side]);
                assertThat(links[side].read(ins[side])).isNotEqualTo(-1);
            }
        }
        for (int side = 0; side < 2; side++) {
            byte[] read = new byte[bytes];
            ins[side].flip().get(read);
            assertThat(read).isEqualTo(sent[1 - side]);
        }
    }

    private static byte[] random(int bytes, long seed) {
        byte[] made = new byte[bytes];
        new Random(seed).nextBytes(made);
        return made;
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
