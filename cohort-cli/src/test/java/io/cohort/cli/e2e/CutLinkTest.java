package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.e2e.CohortProcess.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Training over two hosts, two workers on each, whose link is cut in the middle. */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class CutLinkTest {

    private static final String QUICK = "-XX:TieredStopAtLevel=1";
    private static final Duration PROMISED = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void endsEveryWorkerOnBothHostsAndNamesRankAndHost() throws Exception {
        try (TwoHosts hosts = TwoHosts.up("1gbit");
                CohortProcess train = CohortProcess.start(
                        hosts.on("a", List.of()),
                        QUICK,
                        List.of(
                                "train",
                                DigitsTest.JOB,
                                "--set",
                                "train.epochs=100000",
                                "--workers",
                                "4",
                                "--listen",
                                "10.213.0.1:0",
                                "--remote",
                                "2",
                                "--out",
                                folder.resolve("run").toString()))) {
            Map<String, Object> listening = train.await("listening");
            List<String> joining =
                    List.of("join", (String) listening.get("address"), "--workers", "2", "--token-file", (String)
                            listening.get("tokenFile"));
            try (CohortProcess join = CohortProcess.start(hosts.on("b", List.of()), QUICK, joining)) {
                List<ProcessHandle> workers = new ArrayList<>(train.workers(4).values());
                train.awaitStep(4, 1);
                long before = System.nanoTime();
                hosts.cut();
                Ended trained = train.end();
                Ended joined = join.end();
                assertThat(joined.last()).containsEntry("type", "error").containsEntry("kind", "no-launcher");
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMISED);

                assertThat(trained.exit()).as(trained.err()).isEqualTo(1);
                assertThat(trained.last()).containsEntry("type", "error").containsEntry("kind", "worker-lost");
                assertThat((Long) trained.last().get("rank"))
                        .as("a rank of the host that is out of reach")
                        .isIn(2L, 3L);
                assertThat((String) trained.last().get("message"))
                        .startsWith("rank " + trained.last().get("rank") + " (")
                        .contains("host-b");
                assertThat(joined.exit()).as(joined.err()).isEqualTo(1);
                assertThat(joined.err()).contains("its host cannot be reached");
                assertThat(workers).noneMatch(ProcessHandle::isAlive);
            }
        }
    }
}
