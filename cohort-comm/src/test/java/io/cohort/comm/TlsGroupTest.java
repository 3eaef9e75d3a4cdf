package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.ElementType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups whose connections are encrypted, and strangers at their doors. */
@Timeout(60)
class TlsGroupTest {

    private final PrintStream err = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void hearTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveTheLogBack() {
        System.setErr(err);
        err.print(log.toString(StandardCharsets.UTF_8));
    }

    private static GroupOptions options(int rank, int size, TlsFiles files, Duration timeout, String token) {
        return new GroupOptions(
                "workers",
                rank,
                size,
                1,
                "tcp",
                "auto",
                "127.0.0.1",
                timeout,
                token,
                files == null ? null : Tls.load(files));
    }

    /** Everything that a group does, in bits. */
    private static int work(ProcessGroup group) throws IOException {
        int count = 300_001;
        double[] values = Numbers.values(ElementType.FLOAT32, group.rank(), count, false);
        try (GroupBuffer buffer = group.allocate(ElementType.FLOAT32, count)) {
            buffer.tensor().copy_(Numbers.tensor(ElementType.FLOAT32, values));
            group.allReduce(buffer.tensor(), ReduceOp.SUM).await();
            Tensor message = Numbers.filled(ElementType.FLOAT32, 50_000, group.rank());
            if (group.rank() == 0) {
                group.send(message, 1, 7).await();
            } else if (group.rank() == 1) {
                group.receive(message, 0, 7).await();
            }
            return 31 * Arrays.hashCode(Numbers.read(buffer.tensor())) + Arrays.hashCode(Numbers.read(message));
        }
    }

    private static List<Integer> bits(int size, TlsFiles files) {
        LocalRendezvous rendezvous = new LocalRendezvous();
        LocalLiveness liveness = new LocalLiveness();
        return Ranks.threads(size, rank -> {
                    GroupOptions options = options(rank, size, files, Ranks.TIMEOUT, "secret");
                    try (ProcessGroup group = ProcessGroups.open(options, rendezvous, liveness)) {
                        return work(group);
                    }
                })
                .stream()
                .map(Ranks.Outcome::value)
                .toList();
    }

    @Test
    void givesTheSameBitsAsWithoutEncryption() {
        assertThat(bits(3, Certificates.member("worker"))).isEqualTo(bits(3, null));
    }

    @Test
    void refusesARankWithAnotherToken() {
        refuses(rank ->
                options(rank, 2, Certificates.member("worker"), Duration.ofSeconds(10), "token of rank " + rank));
        assertThat(log()).contains("was closed: it does not know the token of this run");
    }

    @Test
    void refusesARankOfAnotherAuthority() {
        TlsFiles[] files = {Certificates.member("worker"), Certificates.stranger()};
        refuses(rank -> options(rank, 2, files[rank], Duration.ofSeconds(10), "secret"));
        assertThat(log()).contains("was closed: TLS is refused: ");
    }

    @Test
    @Tag("long")
    void refusesARankThatDoesNotEncrypt() {
        refuses(rank ->
                options(rank, 2, rank == 0 ? Certificates.member("worker") : null, Duration.ofSeconds(10), "secret"));
    }

    private interface OptionsOf {
        GroupOptions rank(int rank);
    }

    private static void refuses(OptionsOf options) {
        LocalRendezvous rendezvous = new LocalRendezvous();
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Object>> outcomes = Ranks.threads(2, rank -> {
            ProcessGroups.open(options.rank(rank), rendezvous, liveness).close();
            return null;
        });
        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.commError().verdict().kind()).isEqualTo("worker-lost"));
    }

    @Test
    void closesEveryStrangerWithALineInTheLogAndLetsTheRanksThrough() {
        Map<String, Integer> heard = new TreeMap<>();
        BiConsumer<String, Integer> strangers = (host, port) -> {
            heard.put("plain", bytesHeard(() -> plain(host, port)));
            heard.put("no certificate", bytesHeard(() -> encrypted(host, port, null)));
            heard.put("other authority", bytesHeard(() -> encrypted(host, port, Certificates.stranger())));
            heard.put("no token", bytesHeard(() -> encrypted(host, port, Certificates.member("rsa"))));
        };
        Knocking rendezvous = new Knocking(strangers);
        LocalLiveness liveness = new LocalLiveness();
        List<Ranks.Outcome<Integer>> outcomes = Ranks.threads(2, rank -> {
            GroupOptions options = options(rank, 2, Certificates.member("worker"), Ranks.TIMEOUT, "secret");
            try (ProcessGroup group = ProcessGroups.open(options, rendezvous, liveness)) {
                return work(group);
            }
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.value()).isNotNull());
        assertThat(heard)
                .as("only who has a certificate hears anything: the number that it cannot answer")
                .containsEntry("plain", 0)
                .containsEntry("no certificate", 0)
                .containsEntry("other authority", 0)
                .containsEntry("no token", 32);
        assertThat(log().lines().filter(line -> line.contains("A connection from /127.0.0.1:")))
                .hasSize(4)
                .anyMatch(line -> line.contains("TLS is refused: Unrecognized SSL message"))
                .anyMatch(line -> line.contains("TLS is refused: Empty client certificate chain"))
                .anyMatch(line -> line.contains("TLS is refused: unable to find valid certification path"))
                .anyMatch(line -> line.contains("it does not know the token of this run"));
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    private interface Stranger {
        Socket connect() throws IOException;
    }

    /** What a stranger gets to read before the connection closes, in bytes of the protocol inside TLS. */
    private static int bytesHeard(Stranger stranger) {
        int heard = 0;
        try (Socket socket = stranger.connect()) {
            socket.setSoTimeout(20_000);
            if (socket instanceof SSLSocket tls) {
                tls.startHandshake();
            }
            socket.getOutputStream().write("y".repeat(96).getBytes(StandardCharsets.UTF_8));
            boolean encrypted = socket instanceof SSLSocket;
            List<Integer> read = new ArrayList<>();
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                read.add(next);
                heard = encrypted ? read.size() : 0; // without TLS there is an alert at most
            }
            assertThat(encrypted || read.size() <= 7).isTrue();
        } catch (SSLException | java.net.SocketException e) {
            return heard; // Closed with a reason, or cut off since it had said more than was read.
        } catch (IOException e) {
            throw new AssertionError("the connection was not closed", e);
        }
        return heard;
    }

    private static Socket plain(String host, int port) throws IOException {
        return new Socket(host, port);
    }

    /** A stranger looks at nobody's certificate. */
    private static Socket encrypted(String host, int port, TlsFiles files) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    files == null ? null : ShowsAlways.of(files),
                    new javax.net.ssl.TrustManager[] {new TrustsAnybody()},
                    null);
            return context.getSocketFactory().createSocket(host, port);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Before rank 1 connects, strangers knock at rank 0's door. */
    private record Knocking(LocalRendezvous board, BiConsumer<String, Integer> strangers) implements Rendezvous {

        Knocking(BiConsumer<String, Integer> strangers) {
            this(new LocalRendezvous(), strangers);
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
            List<byte[]> values = board.exchange(key, rank, size, value, deadline);
            if (rank == 1 && key.endsWith("tcp-address")) {
                String[] address = new String(values.get(0), StandardCharsets.UTF_8).split(" ");
                strangers.accept(address[0], Integer.parseInt(address[1]));
            }
            return values;
        }
    }
}
