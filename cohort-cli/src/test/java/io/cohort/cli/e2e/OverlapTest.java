package io.cohort.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.cli.e2e.CohortProcess.Ended;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training a model of 5.8 million parameters on two hosts with a link of 1 Gbit/s between them: as {@code fixtures/overlap.sh} does. */
@Tag("long")
class OverlapTest {

    private static final int SAMPLES = 1024;
    private static final int PIXELS = 28 * 28;
    private static final String AS_A_USER = "";

    @TempDir
    Path folder;

    @Test
    void aStepTakesLessThanComputingAndCommunicating() throws Exception {
        Path run = folder.resolve("run");
        List<String> training = List.of(
                "train",
                job().toString(),
                "--workers",
                "2",
                "--listen",
                "10.213.0.1:0",
                "--remote",
                "1",
                "--out",
                run.toString());
        try (TwoHosts hosts = TwoHosts.up("1gbit");
                CohortProcess train = CohortProcess.start(hosts.on("a", List.of()), AS_A_USER, training)) {
            Map<String, Object> listening = train.await("listening");
            List<String> joining = List.of(
                    "join", (String) listening.get("address"), "--token-file", (String) listening.get("tokenFile"));
            try (CohortProcess join = CohortProcess.start(hosts.on("b", List.of()), AS_A_USER, joining)) {
                Ended trained = train.end();
                assertThat(trained.exit()).as(trained.err()).isZero();
                Ended joined = join.end();
                assertThat(joined.exit()).as(joined.err()).isZero();
            }
        }
        try (CohortProcess show = CohortProcess.start("show", run.toString(), "--ranks")) {
            List<?> ranks = (List<?>) show.end().last().get("ranks");
            assertThat(ranks).hasSize(2).allSatisfy(rank -> {
                double step = ms(rank, "stepMs");
                double computing = ms(rank, "computingMs");
                double communicating = ms(rank, "communicatingMs");
                double hidden = ms(rank, "hiddenMs");
                assertThat(hidden).isPositive().isLessThan(Math.min(computing, communicating));
                assertThat(step).isGreaterThanOrEqualTo(computing + communicating - hidden);
                assertThat(step).as("of %s", rank).isLessThan(computing + communicating);
            });
        }
    }

    private static double ms(Object rank, String field) {
        return ((Number) ((Map<?, ?>) rank).get(field)).doubleValue();
    }

    private Path job() throws IOException {
        byte[] pixels = new byte[SAMPLES * PIXELS];
        new Random(1).nextBytes(pixels);
        byte[] classes = new byte[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            classes[i] = (byte) (i % 10);
        }
        idx("images", pixels, SAMPLES, 28, 28);
        idx("labels", classes, SAMPLES);
        return Files.writeString(
                folder.resolve("job.yaml"),
                """
                kind: train
                name: overlap
                data: { format: idx, images: %1$s/images, labels: %1$s/labels, test: 0 }
                model: { name: mlp, hidden: [2048, 2048] }
                optimizer: { name: sgd, lr: 0.01, momentum: 0.9 }
                train: { epochs: 1000, maxSteps: 24, batch: 512 }
                checkpoint: { every: 1000000 steps }
                """
                        .formatted(folder));
    }

    /** MNIST's format: unsigned bytes, after their dimensions. */
    private void idx(String name, byte[] bytes, int... dims) throws IOException {
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * dims.length + bytes.length).putInt(0x800 + dims.length);
        for (int dim : dims) {
            file.putInt(dim);
        }
        Files.write(folder.resolve(name), file.put(bytes).array());
    }
}
