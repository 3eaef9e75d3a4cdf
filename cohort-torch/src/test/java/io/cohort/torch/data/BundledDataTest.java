package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.internal.ArrayTensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledDataTest {

    @Test
    void digitsAreSmallImagesOfTenClasses() {
        IndexedData digits = new DigitsData().open(null);

        assertThat(digits.size()).isEqualTo(1797);
        assertThat(digits.spec().inputShape()).containsExactly(1L, 8L, 8L);
        assertThat(digits.spec().task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(digits.spec().classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        long zeros = IntStream.range(0, 1797).filter(i -> digits.target(i) == 0).count();
        assertThat(zeros).isEqualTo(178);
    }

    @Test
    void aDigitKeepsItsPixels() {
        try (PointerScope scope = new PointerScope()) {
            IndexedData.Batch batch = new DigitsData().open(null).batch(new int[] {1796, 0});

            assertThat(batch.inputs().shape()).containsExactly(2, 1, 8, 8);
            float[] pixels = ArrayTensors.floats(batch.inputs());
            assertThat(IntStream.range(64, 74).mapToObj(i -> pixels[i]))
                    .containsExactly(0f, 0f, 5f, 13f, 9f, 1f, 0f, 0f, 0f, 0f);
            assertThat(batch.targets().data_ptr_long().get(0)).isEqualTo(8);
            assertThat(batch.targets().data_ptr_long().get(1)).isEqualTo(0);
        }
    }

    @Test
    void irisHasNamedSpecies() {
        IndexedData iris = new IrisData().open(null);

        assertThat(iris.size()).isEqualTo(150);
        assertThat(iris.spec())
                .isEqualTo(
                        new DataSpec(List.of(4L), Task.CLASSIFICATION, List.of("setosa", "versicolor", "virginica")));
        assertThat(iris.target(149)).isEqualTo(2);
        try (PointerScope scope = new PointerScope()) {
            assertThat(ArrayTensors.floats(iris.batch(new int[] {149}).inputs()))
                    .containsExactly(5.9f, 3.0f, 5.1f, 1.8f);
        }
    }

    @Test
    void classNumbersCanBePredictedAsValues() {
        IndexedData digits = new DigitsData().open(Task.REGRESSION);

        assertThat(digits.spec().outputs()).isEqualTo(1);
        try (PointerScope scope = new PointerScope()) {
            assertThat(ArrayTensors.floats(digits.batch(new int[] {9, 3}).targets()))
                    .containsExactly(9f, 3f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "iris"})
    void everySetHasItsSourceAndLicenceBesideIt(String name) throws IOException {
        try (InputStream note = BundledData.class.getResourceAsStream(name + ".SOURCE.md")) {
            assertThat(new String(note.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("CC BY 4.0", "UCI Machine Learning Repository");
        }
    }
}
