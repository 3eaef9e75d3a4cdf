package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of a table, asked about other tables by their names. */
class TableTest {

    @TempDir
    static Path folder;

    private static String run;

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run").toString();
        Random random = new Random(3);
        StringBuilder table = new StringBuilder("id;size;colour;kind\n");
        for (int i = 0; i < 300; i++) {
            double size = random.nextDouble();
            table.append(i).append(';').append(size).append(random.nextBoolean() ? ";red;" : ";blue;");
            table.append(size > 0.5 ? "large\n" : "small\n");
        }
        Files.writeString(folder.resolve("t.csv"), table);
        Path job = Files.writeString(
                folder.resolve("table.yaml"),
                """
                data: { format: csv, path: t.csv, label: kind, delimiter: ";", ignore: [id] }
                model: { name: mlp, hidden: [8] }
                optimizer: { name: adam, lr: 0.05 }
                train: { epochs: 15, batch: 30 }
                parallel: { workers: 2, engine: threads }
                """);
        Ran trained = Ran.cohort("train", job.toString(), "--out", run);
        assertThat(trained.exit()).as(trained.err()).isZero();
    }

    private static Ran predict(String name, String table) throws IOException {
        Path data = Files.writeString(folder.resolve(name), table);
        return Ran.cohort(
                "predict",
                run,
                "--data",
                data.toString(),
                "--out",
                folder.resolve("out-" + name).toString(),
                "--json");
    }

    @Test
    void predictsATableWithoutALabelInAnyOrderOfColumns() throws IOException {
        Ran ran = predict("new.csv", "colour;size\nred;0.95\nblue;0.05\n");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.last()).containsEntry("type", "prediction").containsEntry("rows", 2L);
        assertThat(Files.readAllLines(folder.resolve("out-new.csv")))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("id,prediction,p_large,p_small"),
                        line -> assertThat(line).startsWith("0,large,"),
                        line -> assertThat(line).startsWith("1,small,"));
    }

    @Test
    void predictsATableWithTheLabelAlike() throws IOException {
        predict("without.csv", "size;colour\n0.9;red\n0.2;blue\n");
        predict("with.csv", "id;size;colour;kind\n7;0.9;red;large\n8;0.2;blue;tiny\n");

        assertThat(folder.resolve("out-with.csv")).hasSameTextualContentAs(folder.resolve("out-without.csv"));
    }

    @Test
    void namesTheRowAndColumnThatDoNotFit() throws IOException {
        Ran slip = predict("slip.csv", "size;colour\n0.9;red\n0,2;blue\n");
        Ran lacking = predict("lacking.csv", "sise;colour\n0.9;red\n");

        assertThat(slip.exit()).isEqualTo(2);
        assertThat(slip.err()).contains("slip.csv:3=0,2: row 2, column size: is no number");
        assertThat(lacking.err()).contains("column size", "Rename sise to size");
        assertThat(folder.resolve("out-slip.csv")).doesNotExist();
    }
}
