package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {

    private static final Path BASE = Path.of("/jobs");
    private static final String SMALL = "data: {name: digits}\nmodel: lenet\n";
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

    private static Job small(String... overrides) {
        return Job.parse(SMALL, BASE, List.of(overrides));
    }

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
        assertThat(Job.fromJson(job.toJson()).toJson()).isEqualTo(job.toJson());
        assertThat(Job.parse(job.toYaml(), Path.of("/elsewhere"), List.of())).isEqualTo(job);
        assertThat(Job.of(job.resolved(), Path.of("/elsewhere"))).isEqualTo(job);
        assertThat(job.with("seed=43")).isNotEqualTo(job);
    }

    @Test
    void writesYamlThatReadsWell() {
        assertThat(small("train.clip=1", "parallel.strategy=gossip").toYaml())
                .isEqualTo(
                        """
                        kind: train
                        name: train
                        seed: 42
                        data:
                          name: digits
                          test: 0.2
                          images: null
                          label: null
                        model:
                          name: lenet
                          dropout: 0.0
                        loss:
                          name: cross-entropy
                        train:
                          epochs: 10
                          batch: 64
                          clip: 1.0
                          lr: 0.05
                          precision: float32
                          shuffle: true
                          metrics:
                            - accuracy
                          maxSteps: null
                          layers: []
                        parallel:
                          strategy:
                            name: gossip
                            topology: ring
                          workers: 2
                          timeout: 5m
                          bucket: 26214400
                        """);
    }

    @Test
    void takesItsNameFromTheFile(@TempDir Path folder) throws IOException {
        Path plain = Files.writeString(folder.resolve("digits.small.yaml"), SMALL);
        Path odd = Files.writeString(folder.resolve("my (digits)!"), SMALL);
        Path named = Files.writeString(folder.resolve("named.yaml"), "name: other\n" + SMALL);

        assertThat(Job.read(plain, List.of()).name()).isEqualTo("digits.small");
        assertThat(Job.read(odd, List.of()).name()).isEqualTo("my-digits");
        assertThat(Job.read(named, List.of()).name()).isEqualTo("other");
        assertThat(Job.read(named, List.of("name=third")).name()).isEqualTo("third");
        assertThat(small().name()).isEqualTo("train");
    }

    @Test
    void takesPathsAgainstTheFolderOfTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("digits.yaml"), SMALL);
        Job job = Job.read(file, List.of("data.images=sub/images.gz", "data.test.path=../test.gz"));

        assertThat(job.section(Trial.Data.class).images()).contains(folder.resolve("sub/images.gz"));
        assertThat(job.section(Trial.Data.class).testPath()).contains(folder.resolveSibling("test.gz"));
        assertThat(Job.fromJson(job.toJson())).isEqualTo(job);
    }

    @Test
    void appliesOverridesInOrder() {
        Job job = small(
                "train.epochs=3",
                "train.epochs=4",
                "train.clip=1",
                "train.clip=null",
                "model={name: mlp}",
                "model.hidden=[64,32]",
                "train.layers=[relu, {name: linear}]",
                "train.layers.0.width=2",
                "train.layers.1=last",
                "train.metrics=a=b",
                "data.label=  x ");

        assertThat(job.section(Trial.Train.class).epochs()).isEqualTo(4);
        assertThat(job.section(Trial.Train.class).clip()).isEmpty();
        assertThat(job.section(Trial.Model.class).hidden()).containsExactly(64L, 32L);
        assertThat(job.section(Trial.Train.class).layers())
                .containsExactly(new Trial.Layer("relu", 2), new Trial.Layer("last", 8));
        assertThat(job.section(Trial.Train.class).metrics()).containsExactly("a=b");
        assertThat(job.section(Trial.Data.class).label()).contains("x");
    }

    @Test
    void widensTheShortFormOfAComponentUnderAnOverride() {
        Job job =
                Job.parse(SMALL + "parallel: {strategy: gossip}\n", BASE, List.of("parallel.strategy.topology=torus"));

        assertThat(job.section(Trial.Parallel.class).strategy()).isEqualTo("gossip");
        assertThat(job.section(Trial.Parallel.class).topology()).isEqualTo("torus");
    }

    @Test
    void changesACopyAndChecksIt() {
        Job job = small("data.images=images.gz", "train.epochs=3");
        Job other = job.with("parallel.workers=1", "parallel.strategy=gossip");

        assertThat(other.section(Trial.Parallel.class).workers()).isEqualTo(1);
        assertThat(other.section(Trial.Train.class).epochs()).isEqualTo(3);
        assertThat(other.section(Trial.Data.class).images()).contains(BASE.resolve("images.gz"));
        assertThat(job.section(Trial.Parallel.class).workers()).isEqualTo(2);
        assertThatThrownBy(() -> job.with("parallel.worker=1"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("--set parallel.worker=1: unknown key; the nearest known one is workers");
    }

    @Test
    void takesAProgramsValues() {
        Job job = Job.of(
                Map.of(
                        "name", "from-java",
                        "data", Map.of("name", "digits", "images", Path.of("images.gz")),
                        "model", Map.of("name", "mlp", "hidden", List.of(8, 4L)),
                        "train", Map.of("lr", 1e-4f, "shuffle", false),
                        "parallel", Map.of("timeout", Duration.ofSeconds(120))),
                BASE);

        assertThat(job.section(Trial.Data.class).images()).contains(BASE.resolve("images.gz"));
        assertThat(job.section(Trial.Model.class).hidden()).containsExactly(8L, 4L);
        assertThat(job.section(Trial.Train.class).lr()).isEqualTo(1e-4);
        assertThat(job.section(Trial.Parallel.class).timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(Job.fromJson(job.toJson())).isEqualTo(job);
    }

    @Test
    void cannotBeChangedThroughItsValues() {
        Map<String, Object> resolved = small().resolved();

        assertThatThrownBy(() -> resolved.put("seed", 1L)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(resolved.get("train").getClass().getSimpleName()).startsWith("Unmodifiable");
    }

    @Test
    void saysWhichSectionAJobHasNot() {
        assertThatThrownBy(() -> small().section(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a job of kind train has no section String");
    }

    @Test
    void refusesJsonThatIsNoObject() {
        assertThatThrownBy(() -> Job.fromJson("[1]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Job.fromJson("{\"seed\":1")).isInstanceOf(IllegalArgumentException.class);
    }
}
