package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code init} writes is checked, and trained where that takes seconds. */
class InitTest {

    @TempDir
    Path folder;

    @Test
    void writesAJobForABundledSetThatTrains() {
        Path job = init("digits");

        assertThat(job).content().contains("name: lenet", "name: digits", "patience:");
        trains(job);
    }

    @Test
    void writesAJobForATableThatTrains() throws IOException {
        StringBuilder text = new StringBuilder("id;length;colour;kind\n");
        for (int i = 0; i < 60; i++) {
            text.append("r")
                    .append(i)
                    .append(';')
                    .append(i % 2 == 0 ? 1.5 + i * 0.01 : 3.5)
                    .append(i % 7 == 0 ? ";" : ";red");
            text.append(i % 2 == 0 ? ";short\n" : ";long\n");
        }
        Path job = init(Files.writeString(folder.resolve("our table.csv"), text).toString());

        assertThat(job)
                .content()
                .contains(
                        "path: \"our table.csv\"", "label: kind", "ignore: [id]", "delimiter: \";\"", "missing: mean");
        trains(job);
    }

    @Test
    void writesAJobForIdxFilesThatTrains() throws IOException {
        idx("train-images-idx3-ubyte", 3, 40, 10, 10);
        idx("train-labels-idx1-ubyte", 1, 40);
        idx("t10k-images-idx3-ubyte", 3, 8, 10, 10);
        idx("t10k-labels-idx1-ubyte", 1, 8);
        Path job = init(folder.resolve("train-images-idx3-ubyte").toString());

        assertThat(job).content().contains("images: train-images-idx3-ubyte", "    labels: t10k-labels-idx1-ubyte");
        trains(job);
    }

    @Test
    void writesOverAFileOnlyWhenTold() throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), "mine");

        Ran refused = Ran.cohort("init", "iris", "--out", job.toString(), "--json");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.last()).containsEntry("kind", "file-exists");
        assertThat(refused.err()).contains("--force");
        assertThat(job).hasContent("mine");

        Ran forced = Ran.cohort("init", "iris", "--out", job.toString(), "--force", "--json");
        assertThat(forced.last()).containsEntry("type", "init").containsEntry("out", job.toString());
        assertThat(job).content().contains("name: mlp");
    }

    @Test
    void writesNothingForWhatIsNotThere() {
        Path job = folder.resolve("job.yaml");

        assertThat(Ran.cohort("init", "irs", "--out", job.toString()).err()).contains("Write iris");
        assertThat(job).doesNotExist();
    }

    private Path init(String data) {
        Path job = folder.resolve("job.yaml");
        Ran ran = Ran.cohort("init", data, "--out", job.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        return job;
    }

    private void trains(Path job) {
        Ran checked = Ran.cohort("check", job.toString());
        assertThat(checked.exit()).as(checked.err()).isZero();
        Path run = folder.resolve("run");
        Ran trained = Ran.cohort(
                "train",
                job.toString(),
                "--engine",
                "threads",
                "--set",
                "train.epochs=1",
                "--out",
                run.toString(),
                "--json");
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.last()).isNotEqualTo(Map.of()).containsEntry("epochs", 1L);
    }

    private void idx(String name, int dimensions, int... shape) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0, 0, 8, (byte) dimensions});
        int elements = 1;
        for (int dim : shape) {
            out.write(new byte[] {0, 0, (byte) (dim >> 8), (byte) dim});
            elements *= dim;
        }
        for (int i = 0; i < elements; i++) {
            out.write(dimensions == 1 ? i % 3 : i * 37 % 256);
        }
        Files.write(folder.resolve(name), out.toByteArray());
    }
}
