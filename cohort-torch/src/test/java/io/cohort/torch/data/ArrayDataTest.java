package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.torch.internal.ArrayTensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ArrayDataTest {

    private static final DataSpec TWO_CLASSES = new DataSpec(List.of(2L), Task.CLASSIFICATION, List.of("no", "yes"));
    private static final DataSpec VALUES = new DataSpec(List.of(2L), Task.REGRESSION, List.of());

    private final ArrayData data = new ArrayData(TWO_CLASSES, new float[] {1, 2, 3, 4, 5, 6}, new float[] {0, 1, 0});

    @Test
    void givesSamplesInTheOrderAskedFor() {
        try (PointerScope scope = new PointerScope()) {
            IndexedData.Batch batch = data.batch(new int[] {2, 0, 2});

            assertThat(batch.inputs().shape()).containsExactly(3, 2);
            assertThat(ArrayTensors.floats(batch.inputs())).containsExactly(5, 6, 1, 2, 5, 6);
            assertThat(batch.targets().scalar_type().intern()).isEqualTo(ScalarType.Long);
        }
    }

    @Test
    void aBatchOfNothingHasTheShapeOfASample() {
        try (PointerScope scope = new PointerScope()) {
            IndexedData.Batch batch = data.batch(new int[0]);

            assertThat(batch.inputs().shape()).containsExactly(0, 2);
            assertThat(batch.targets().shape()).containsExactly(0);
        }
    }

    @Test
    void regressionTargetsAreFloats() {
        try (PointerScope scope = new PointerScope()) {
            IndexedData.Batch batch =
                    new ArrayData(VALUES, new float[4], new float[] {-0.5f, 7.25f}).batch(new int[] {1, 0});

            assertThat(ArrayTensors.floats(batch.targets())).containsExactly(7.25f, -0.5f);
        }
    }

    @Test
    void rejectsASampleThatIsNotThere() {
        assertThatThrownBy(() -> data.batch(new int[] {3})).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> data.batch(new int[] {-1})).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> data.target(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void rejectsArraysThatDoNotFit() {
        assertThatThrownBy(() -> new ArrayData(TWO_CLASSES, new float[5], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need 6 values, not 5");
    }

    @Test
    void rejectsTargetsThatAreNoClasses() {
        for (float target : new float[] {2, -1, 0.5f, Float.NaN}) {
            assertThatThrownBy(() -> new ArrayData(TWO_CLASSES, new float[2], new float[] {target}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no class number below 2");
        }
        assertThatThrownBy(() -> new ArrayData(VALUES, new float[2], new float[] {Float.POSITIVE_INFINITY}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
