package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.e2e.CohortProcess.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same seed gives the same bits wherever the workers run and however they talk. {@link DigitsTest} has two threads. */
@Execution(ExecutionMode.CONCURRENT)
class SameBitsTest {

    @TempDir
    static Path folder;

    private static Object twoWorkers;

    @BeforeAll
    static void train() throws Exception {
        twoWorkers = train("two").parametersSha256();
    }

    private static CohortProcess start(String run, String... options) throws Exception {
        List<String> args = new ArrayList<>(List.of("train", DigitsTest.JOB, "--set", "train.epochs=1"));
        args.addAll(List.of("--out", folder.resolve(run).toString()));
        args.addAll(List.of(options));
        return CohortProcess.start(args.toArray(String[]::new));
    }

    private static Ended train(String run, String... options) throws Exception {
        try (CohortProcess train = start(run, options)) {
            return train.end();
        }
    }

    /** Of two numbers there is only one sum, so even Gloo's order of summation gives these bits. */
    @Test
    void onTwoWorkersOverGloo() throws Exception {
        assertThat(train("gloo", "--set", "parallel.transport=gloo").parametersSha256())
                .isEqualTo(twoWorkers);
    }

    @Test
    void onFourWorkers() throws Exception {
        Object threads =
                train("four-threads", "--workers", "4", "--engine", "threads").parametersSha256();
        Object tcp = train("four-tcp", "--workers", "4", "--set", "parallel.transport=tcp")
                .parametersSha256();

        assertThat(tcp).isEqualTo(threads).isNotEqualTo(twoWorkers);
    }

    @Test
    void onTwoWorkersThatJoinOverTcp() throws Exception {
        join("joined", List.of(), List.of());
    }

    @Test
    @Tag("long")
    void onTwoWorkersThatJoinOverTls() throws Exception {
        String certificates = folder.resolve("certificates").toString();
        try (CohortProcess certs = CohortProcess.start("certs", "--out", certificates)) {
            assertThat(certs.end().summary()).containsEntry("type", "certs");
        }
        join("joined-tls", List.of("--set", "security.tls=" + certificates), List.of("--tls", certificates));
    }

    private static void join(String run, List<String> launcherOptions, List<String> joinerOptions) throws Exception {
        String[] options = Stream.concat(
                        Stream.of("--listen", "127.0.0.1:0", "--remote", "2", "--set", "parallel.transport=tcp"),
                        launcherOptions.stream())
                .toArray(String[]::new);
        try (CohortProcess train = start(run, options)) {
            Map<String, Object> listening = train.await("listening");
            String address = (String) listening.get("address");
            Path token = Path.of((String) listening.get("tokenFile"));
            assertThat(address).startsWith("127.0.0.1:").doesNotEndWith(":0");
            String[] joining = Stream.concat(
                            Stream.of("join", address, "--workers", "2", "--token-file", token.toString()),
                            joinerOptions.stream())
                    .toArray(String[]::new);
            try (CohortProcess join = CohortProcess.start(joining)) {
                Ended joined = join.end();
                Ended trained = train.end();

                assertThat(trained.parametersSha256()).isEqualTo(twoWorkers);
                assertThat(joined.summary())
                        .containsEntry("type", "summary")
                        .containsEntry("parametersSha256", twoWorkers);
                assertThat(token).doesNotExist();
            }
        }
    }
}
