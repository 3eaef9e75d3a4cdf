package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final DataSpec SPEC = new DataSpec(List.of(2L, 3L, 4L), Task.CLASSIFICATION, List.of("a"));

    @Test
    void noneLeavesEverythingAsItIs() {
        Rows rows = images(3);

        assertThat(Augmentation.NONE.apply(rows, SPEC, new int[] {0, 1, 2}, 0, 42))
                .isSameAs(rows);
    }

    /** Each result must be the old image moved by one of the allowed offsets, with zeros outside, mirrored or not. */
    @Property(tries = 100, seed = "31")
    void anImageIsMovedAndMirroredAndNothingElse(
            @ForAll @IntRange(max = 5) int crop,
            @ForAll boolean flip,
            @ForAll @IntRange(max = 1000) int sample,
            @ForAll int epoch) {
        float[] before = images(1).inputs();

        float[] after = new Augmentation(crop, flip)
                .apply(images(1), SPEC, new int[] {sample}, epoch, 42)
                .inputs();

        boolean found = false;
        for (int down = -crop; down <= crop; down++) {
            for (int right = -crop; right <= crop; right++) {
                found |= Arrays.equals(after, moved(before, down, right, false));
                found |= flip && Arrays.equals(after, moved(before, down, right, true));
            }
        }
        assertThat(found).isTrue();
    }

    @Test
    void drawsBySeedEpochAndSampleAlone() {
        Augmentation augmentation = new Augmentation(2, true);
        float[] alone =
                augmentation.apply(images(1), SPEC, new int[] {7}, 3, 42).inputs();
        float[] together =
                augmentation.apply(images(2), SPEC, new int[] {9, 7}, 3, 42).inputs();
        // Both images of the pair hold other values, so compare what became of equal pixels: the second one of the
        // pair, shifted back.
        float[] second = Arrays.copyOfRange(together, 24, 48);
        for (int i = 0; i < 24; i++) {
            assertThat(second[i]).isEqualTo(alone[i] == 0 ? 0 : alone[i] + 24);
        }
    }

    @Test
    void everyOffsetIsDrawnSometimes() {
        Set<Integer> seen = new HashSet<>();
        float[] before = images(1).inputs();
        for (int epoch = 0; epoch < 400; epoch++) {
            float[] after = new Augmentation(1, true)
                    .apply(images(1), SPEC, new int[] {5}, epoch, 1)
                    .inputs();
            int which = 0;
            for (int down = -1; down <= 1; down++) {
                for (int right = -1; right <= 1; right++) {
                    for (boolean mirrored : new boolean[] {false, true}) {
                        if (Arrays.equals(after, moved(before, down, right, mirrored))) {
                            seen.add(which);
                        }
                        which++;
                    }
                }
            }
        }
        assertThat(seen).hasSize(18);
    }

    private static float[] moved(float[] image, int down, int right, boolean mirrored) {
        float[] moved = new float[24];
        for (int i = 0; i < 24; i++) {
            int channel = i / 12;
            int y = i / 4 % 3 + down;
            int x = (mirrored ? 3 - i % 4 : i % 4) + right;
            moved[i] = y >= 0 && y < 3 && x >= 0 && x < 4 ? image[channel * 12 + y * 4 + x] : 0;
        }
        return moved;
    }

    private static Rows images(int n) {
        float[] values = new float[n * 24];
        IntStream.range(0, values.length).forEach(i -> values[i] = i + 1);
        return new Rows(n, values, new float[n]);
    }
}
