package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.torch.data.ArrayData;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.Samples;
import io.cohort.torch.data.Task;
import io.cohort.train.Strategy.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GlobalBatchesTest {

    private static final Share WHOLE = new Share(0, 1);

    private static Samples samples(int count) {
        DataSpec spec = new DataSpec(List.of(1L), Task.REGRESSION, List.of());
        return Samples.all(new ArrayData(spec, new float[count], new float[count]));
    }

    private static List<int[]> epoch(GlobalBatches batches, int epoch) {
        return IntStream.range(0, batches.perEpoch())
                .mapToObj(k -> batches.slice(epoch, k).samples())
                .toList();
    }

    @Property(seed = "1", tries = 200)
    void seesEverySampleOnceAnEpoch(
            @ForAll @IntRange(min = 1, max = 300) int count,
            @ForAll @IntRange(min = 1, max = 64) int batch,
            @ForAll @IntRange(min = 1, max = 7) int workers) {
        List<Integer> seen = new ArrayList<>();
        for (int rank = 0; rank < workers; rank++) {
            for (int[] share : epoch(new GlobalBatches(samples(count), batch, 5, new Share(rank, workers)), 3)) {
                Arrays.stream(share).forEach(seen::add);
            }
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
    }

    @Property(seed = "2", tries = 200)
    void cutsTheSameGlobalBatchForAnyNumberOfWorkers(
            @ForAll @IntRange(min = 1, max = 100) int count,
            @ForAll @IntRange(min = 1, max = 40) int batch,
            @ForAll @IntRange(min = 1, max = 7) int workers) {
        List<int[]> whole = epoch(new GlobalBatches(samples(count), batch, 5, WHOLE), 0);
        for (int k = 0; k < whole.size(); k++) {
            List<Integer> joined = new ArrayList<>();
            for (int rank = 0; rank < workers; rank++) {
                BatchSource.Slice slice =
                        new GlobalBatches(samples(count), batch, 5, new Share(rank, workers)).slice(0, k);
                assertThat(slice.globalSamples()).isEqualTo(whole.get(k).length);
                Arrays.stream(slice.samples()).forEach(joined::add);
            }
            assertThat(joined)
                    .containsExactlyElementsOf(
                            Arrays.stream(whole.get(k)).boxed().toList());
        }
    }

    @Test
    void givesSharesThatDifferByOneAtMost() {
        int[] sizes = IntStream.range(0, 7)
                .map(rank -> GlobalBatches.share(new int[24], rank, 7).length)
                .toArray();

        assertThat(Arrays.stream(sizes).max().getAsInt()
                        - Arrays.stream(sizes).min().getAsInt())
                .isEqualTo(1);
        assertThat(Arrays.stream(sizes).sum()).isEqualTo(24);
    }

    @Test
    void ordersEveryEpochAndSeedAnew() {
        int[] first = epoch(new GlobalBatches(samples(50), 50, 5, WHOLE), 0).get(0);

        assertThat(epoch(new GlobalBatches(samples(50), 50, 5, WHOLE), 0).get(0))
                .isEqualTo(first);
        assertThat(epoch(new GlobalBatches(samples(50), 50, 5, WHOLE), 1).get(0))
                .isNotEqualTo(first);
        assertThat(epoch(new GlobalBatches(samples(50), 50, 6, WHOLE), 0).get(0))
                .isNotEqualTo(first);
    }
}
