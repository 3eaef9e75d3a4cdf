package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.ArrayData;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFileTest {

    private static final DataSpec SPEC =
            new DataSpec(List.of(1L), Task.CLASSIFICATION, List.of("setosa", "a \"b\", c"));

    @TempDir
    Path folder;

    @Test
    void aRowHasNumberNameAndProbabilities() throws IOException {
        Path file = folder.resolve("out.csv");
        Predictor predictor = new FixedPredictor(SPEC, new double[][] {{0.75, 0.25}, {1e-9, 0.999999999}, {0.5, 0.5}});

        long rows = PredictionFile.write(file, predictor, new Samples(data(3), new int[] {0, 1, 2}));

        assertThat(rows).isEqualTo(3);
        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        id,prediction,p_setosa,"p_a ""b"", c"
                        0,setosa,0.75,0.25
                        1,"a ""b"", c",1.0E-9,0.999999999
                        2,setosa,0.5,0.5
                        """);
    }

    @Test
    void aRowOfRegressionHasNumberAndValue() throws IOException {
        Path file = folder.resolve("out.csv");
        DataSpec spec = new DataSpec(List.of(1L), Task.REGRESSION, List.of());

        PredictionFile.write(
                file,
                new FixedPredictor(spec, new double[][] {{-1.5}}),
                Samples.all(new ArrayData(spec, new float[1], new float[1])));

        assertThat(Files.readString(file)).isEqualTo("id,prediction\n0,-1.5\n");
    }

    @Test
    void moreSamplesThanABlockKeepTheirOrder() throws IOException {
        Path file = folder.resolve("out.csv");
        double[][] outputs = IntStream.range(0, 3000)
                .mapToObj(i -> new double[] {i % 2, 1 - i % 2})
                .toArray(double[][]::new);

        PredictionFile.write(file, new FixedPredictor(SPEC, outputs), Samples.all(data(3000)));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3001);
        assertThat(lines.get(3000)).isEqualTo("2999,setosa,1.0,0.0");
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("out.csv"), "old");
        Predictor failing = new FixedPredictor(SPEC, new double[0][]);

        assertThatThrownBy(() -> PredictionFile.write(file, failing, Samples.all(data(1))))
                .isInstanceOf(RuntimeException.class);

        assertThat(Files.readString(file)).isEqualTo("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void rejectsAFolderThatIsNotThere() {
        Path file = folder.resolve("none/out.csv");

        assertThatThrownBy(() -> PredictionFile.write(
                        file, new FixedPredictor(SPEC, new double[][] {{1, 0}}), Samples.all(data(1))))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("file-unwritable"))
                .hasMessageStartingWith(file.toString());
    }

    private static ArrayData data(int samples) {
        return new ArrayData(SPEC, new float[samples], new float[samples]);
    }
}
