package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobTest {

    private static final Path BASE = Path.of("/jobs");
    private static final String DIGITS =
            """
            name: digits
            data: {name: digits, images: ./raw/../images.gz}
            model:
              name: mlp
              hidden: [32, 16]
            train:
              lr: 1e-3
              layers:
              - relu
              - name: linear
                width: 4
            parallel: { timeout: 90s, bucket: 1.5MB, strategy: gossip }
            """;

    @Test
    void readsEverySectionWithItsDefaults() {
        Job job = Job.parse(DIGITS, BASE, List.of());

        assertThat(job.kind()).isEqualTo("train");
        assertThat(job.name()).isEqualTo("digits");
        assertThat(job.seed()).isEqualTo(42);
        assertThat(job.section(Trial.Data.class).images()).contains(Path.of("/jobs/images.gz"));
        assertThat(job.section(Trial.Data.class).test()).isEqualTo(0.2);
        assertThat(job.section(Trial.Model.class)).isEqualTo(new Trial.Model("mlp", List.of(32L, 16L), 0));
        assertThat(job.section(Trial.Loss.class).name()).isEqualTo("cross-entropy");
        assertThat(job.section(Trial.Train.class).lr()).isEqualTo(0.001);
        assertThat(job.section(Trial.Train.class).layers())
                .containsExactly(new Trial.Layer("relu", 8), new Trial.Layer("linear", 4));
        assertThat(job.section(Trial.Parallel.class))
                .isEqualTo(new Trial.Parallel(2, Duration.ofSeconds(90), 1_572_864, "gossip", "ring"));
    }

    @Test
    void resolvesToEveryKeyInTheOrderOfTheKind() {
        Map<String, Object> resolved = Job.parse(DIGITS, BASE, List.of()).resolved();

        assertThat(resolved.keySet())
                .containsExactly("kind", "name", "seed", "data", "model", "loss", "train", "parallel");
        assertThat(resolved.get("train").toString())
                .isEqualTo("{epochs=10, batch=64, clip=null, lr=0.001, precision=float32, shuffle=true, "
                        + "metrics=[accuracy], maxSteps=null, layers=[{name=relu, width=8}, {name=linear, width=4}]}");
        assertThat(resolved.get("parallel").toString())
                .isEqualTo("{strategy={name=gossip, topology=ring}, workers=2, timeout=90s, bucket=1572864}");
    }

    @Test
    void comesBackEqualFromJsonAndYaml() {
        Job job = Job.parse(DIGITS, BASE, List.of());

        assertThat(Job.fromJson(job.toJson())).isEqualTo(job).hasSameHashCodeAs(job);
        assertThat(Job.parse(job.toYaml(), Path.of("/elsewhere"), List.of())).isEqualTo(job);
        assertThat(Job.of(job.resolved(), BASE)).isEqualTo(job);
    }
}
