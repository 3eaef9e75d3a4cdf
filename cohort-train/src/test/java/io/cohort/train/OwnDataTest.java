package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.Job;
import io.cohort.core.job.JobNode;
import io.cohort.core.job.Sections;
import io.cohort.torch.data.ArrayData;
import io.cohort.torch.data.DataReader;
import io.cohort.torch.data.DataSection;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Source;
import io.cohort.torch.data.Task;
import io.cohort.torch.io.Evaluation;
import io.cohort.torch.io.PredictionFile;
import io.cohort.torch.io.Predictor;
import io.cohort.torch.loss.Loss;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on what people bring: tables, images, texts, classes of their own. */
class OwnDataTest {

    private static final String PARALLEL = "parallel: { workers: 2, engine: threads }\n";

    @TempDir
    Path folder;

    @Test
    void aTableIsLearnedAndAnotherOneIsPredictedAlike() throws IOException {
        Random random = new Random(4);
        StringBuilder table = new StringBuilder("size,colour,kind\n");
        for (int i = 0; i < 400; i++) {
            boolean red = random.nextBoolean();
            double size = random.nextDouble();
            table.append(i % 10 == 0 ? "" : size).append(red ? ",red," : ",blue,");
            table.append((red && i % 10 != 0 ? size > 0.3 : red) ? "yes\n" : "no\n");
        }
        Files.writeString(folder.resolve("t.csv"), table);
        Training.Result result = train(
                "run",
                "data: { format: csv, path: t.csv, label: kind, missing: mean }\n"
                        + "model: { name: mlp, hidden: [16] }\noptimizer: { lr: 0.2 }\ntrain: { epochs: 20, batch: 32 }\n");

        assertThat((Double) result.summary().get("accuracy")).isGreaterThan(0.85);
        Files.writeString(folder.resolve("new.csv"), "colour,size\nred,0.9\nblue,0.9\nblue,\n");
        Files.writeString(folder.resolve("labelled.csv"), "kind,colour,size\nyes,red,0.9\nno,blue,0.9\nno,blue,0.1\n");
        try (Predictor predictor = Predictor.open(result.run().resolve("model"))) {
            PredictionFile.write(
                    folder.resolve("out.csv"), predictor, section("new.csv").openWhole(predictor.spec(), false));
            Samples labelled = section("labelled.csv").openWhole(predictor.spec(), true);
            assertThat(Evaluation.of(predictor, labelled)).containsEntry("accuracy", 1.0);
        }
        assertThat(Files.readAllLines(folder.resolve("out.csv")))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("id,prediction,p_no,p_yes"),
                        line -> assertThat(line).startsWith("0,yes,"),
                        line -> assertThat(line).startsWith("1,no,"),
                        line -> assertThat(line).startsWith("2,no,"));
    }

    @Test
    void augmentedImagesGiveTheSameBitsWithAnyNumberOfLoaders() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR);
            for (int at = 0; at < 64; at++) {
                image.setRGB(at % 8, at / 8, random.nextInt(100) * (i % 2 == 0 ? 0x010001 : 0x000101));
            }
            Path file = folder.resolve("set/" + (i % 2 == 0 ? "warm" : "cold") + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        String job = "data: { format: images, path: set, augment: { crop: 2, flip: true }, loaders: %d }\n"
                + "model: { name: mlp, hidden: [8] }\ntrain: { epochs: 3, batch: 16, accumulate: 2 }\n";

        Object without = train("none", job.formatted(0)).summary().get("parametersSha256");

        assertThat(train("one", job.formatted(1)).summary()).containsEntry("parametersSha256", without);
        assertThat(train("three", job.formatted(3)).summary()).containsEntry("parametersSha256", without);
        assertThat(train("plain", job.replace("crop: 2, flip: true", "crop: 0").formatted(1))
                        .summary()
                        .get("parametersSha256"))
                .isNotEqualTo(without);
    }

    @Test
    void anImageThatAWorkerCannotReadEndsTheRunWithItsName() throws IOException {
        for (int i = 0; i < 8; i++) {
            Path file = folder.resolve("set/" + (i % 2 == 0 ? "warm" : "cold") + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
        }
        Training training = Training.prepare(
                Job.parse(
                        "data: { format: images, path: set }\nmodel: linear\ntrain: { batch: 4 }\n" + PARALLEL,
                        folder,
                        List.of()),
                new Training.Options(folder.resolve("run"), null, 0));
        Path cut = folder.resolve("set/warm/4.png");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 45));

        assertThatThrownBy(() -> training.run(EventSink.NONE, line -> {}))
                .isInstanceOfSatisfying(
                        RunFailed.class, failed -> assertThat(failed.kind()).isEqualTo("image-unreadable"))
                .hasMessageContaining(cut.toString())
                .hasMessageContaining("cannot be decoded");
    }

    @Test
    void aTableThatGrewSinceTheRunWasCheckedIsNotTrainedOn() throws IOException {
        Path table = folder.resolve("t.csv");
        Files.writeString(table, "x,y\n" + "1,0\n2,1\n".repeat(20));
        Training training = Training.prepare(
                Job.parse(
                        "data: { format: csv, path: t.csv, label: y }\nmodel: linear\n" + PARALLEL, folder, List.of()),
                new Training.Options(folder.resolve("run"), null, 0));
        Files.writeString(table, "x,y\n" + "1,0\n2,1\n".repeat(21));

        assertThatThrownBy(() -> training.run(EventSink.NONE, line -> {}))
                .isInstanceOfSatisfying(
                        RunFailed.class, failed -> assertThat(failed.kind()).isEqualTo("data-changed"))
                .hasMessageContaining("42 samples here, but 40");
    }

    @Test
    void dataAndLossMayBeClassesOfOnesOwn() {
        String job = "data: { class: " + Waves.class.getName() + ", samples: 200 }\n"
                + "model: { name: mlp, hidden: [16] }\nloss: { class: " + Absolute.class.getName() + " }\n"
                + "optimizer: { name: adam, lr: 0.02 }\ntrain: { epochs: 30, batch: 20 }\n";

        Map<String, Object> summary = train("run", job).summary();

        assertThat((Double) summary.get("r2")).isGreaterThan(0.9);
    }

    @Test
    void refusesClassesThatCannotBeUsed() {
        refused("data: { class: com.acme.Nothing }\n", "data.class=com.acme.Nothing", "class path");
        refused("data: { class: java.lang.String }\n", "must implement " + DataReader.class.getName());
        refused("data: { class: " + Waves.class.getName() + ", sample: 3 }\n", "data.sample", "samples");
        refused("data: { class: " + Waves.class.getName() + ", samples: 0 }\n", "data.samples=0");
        refused(
                "data: iris\nloss: { class: " + Waves.class.getName() + " }\n",
                "must implement " + Loss.class.getName());
    }

    /** Values of a wave, made and not read. */
    public static final class Waves implements DataReader {
        @Override
        public Source read(JobNode options) {
            int samples = (int) options.integer("samples", 100, 1, 100_000);
            return task -> {
                float[] inputs = new float[samples];
                float[] targets = new float[samples];
                for (int i = 0; i < samples; i++) {
                    inputs[i] = (float) i / samples;
                    targets[i] = (float) Math.sin(1.5 * inputs[i]);
                }
                return new ArrayData(new DataSpec(List.of(1L), Task.REGRESSION, List.of()), inputs, targets);
            };
        }
    }

    /** The distance, not squared. */
    public static final class Absolute implements Loss {
        @Override
        public Tensor sum(Tensor outputs, Tensor targets) {
            return torch.abs(outputs.flatten().sub(targets)).sum();
        }
    }

    private DataSource section(String file) {
        return Sections.read(
                new DataSection(),
                Map.of("format", "csv", "path", folder.resolve(file).toString()),
                "--data");
    }

    private Training.Result train(String out, String job) {
        return Training.prepare(
                        Job.parse(job + PARALLEL, folder, List.of()),
                        new Training.Options(folder.resolve(out), null, 0))
                .run(EventSink.NONE, line -> {});
    }

    private void refused(String job, String... words) {
        assertThatThrownBy(() -> Job.parse(job + "model: mlp\n" + PARALLEL, folder, List.of()))
                .isInstanceOf(UserMistake.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }
}
