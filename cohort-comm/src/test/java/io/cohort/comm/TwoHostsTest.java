package io.cohort.comm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on each of two hosts, with a link of 1 Gbit/s between them; nobody tells the ranks which of them share a host. */
@Timeout(180)
class TwoHostsTest {

    private static final int RANKS = 4;
    private static final long SUMMED_BYTES = 4L * HostRank.COUNT * HostRank.TIMES;

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Hierarchically S bytes leave each of two hosts, directly 2S; headers and acknowledgements of the network come on top. */
    @Test
    void sendsOnePartOfTheDataForEachLocalRankAndSumsToTheSameBits() throws Exception {
        int expected = Arrays.hashCode(HostRank.expectedSum(RANKS));
        try (TwoHosts hosts = TwoHosts.up("1gbit")) {
            start(hosts, "a", 0, 1);
            start(hosts, "b", 2, 3);
            for (String algorithm : List.of("auto", "direct")) {
                for (int rank = 0; rank < RANKS; rank++) {
                    assertThat(told(algorithm + "-sum/" + rank)).isEqualTo("shm+tcp " + expected);
                }
                long promised = algorithm.equals("auto") ? SUMMED_BYTES : 2 * SUMMED_BYTES;
                long[] before = {hosts.sentBytes("a"), hosts.sentBytes("b")};
                tell(algorithm + "-go");
                for (int rank = 0; rank < RANKS; rank++) {
                    told(algorithm + "-done/" + rank);
                }
                assertThat(hosts.sentBytes("a") - before[0])
                        .as("%s, from a", algorithm)
                        .isBetween(promised, promised * 108 / 100);
                assertThat(hosts.sentBytes("b") - before[1])
                        .as("%s, from b", algorithm)
                        .isBetween(promised, promised * 108 / 100);
                tell(algorithm + "-end");
            }
            for (Process process : processes) {
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
        }
    }

    private void start(TwoHosts hosts, String host, int firstRank, int secondRank) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> rank = List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HostRank.class.getName(),
                folder.toString());
        List<String> both = new ArrayList<>(List.of(
                "sh",
                "-c",
                "first=$1; second=$2; size=$3; address=$4; shift 4\n"
                        + "\"$@\" $first $size $address auto direct & one=$!\n"
                        + "\"$@\" $second $size $address auto direct & two=$!\n"
                        + "wait $one && wait $two",
                "ranks",
                Integer.toString(firstRank),
                Integer.toString(secondRank),
                Integer.toString(RANKS),
                TwoHosts.address(host)));
        both.addAll(rank);
        processes.add(new ProcessBuilder(hosts.on(host, both))
                .redirectErrorStream(true)
                .redirectOutput(log(host).toFile())
                .start());
    }

    private Path log(String host) {
        return folder.resolve("log-" + host);
    }

    private void tell(String key) {
        new FileRendezvous(folder).put(key, new byte[0]);
    }

    private String told(String key) throws IOException {
        try {
            byte[] told = new FileRendezvous(folder).get(key, Duration.ofSeconds(60));
            return new String(told, StandardCharsets.UTF_8);
        } catch (CommException e) {
            throw new AssertionError(Files.readString(log("a")) + Files.readString(log("b")), e);
        }
    }
}
