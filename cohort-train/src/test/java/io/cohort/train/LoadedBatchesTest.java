package io.cohort.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.RunFailed;
import io.cohort.torch.data.Augmentation;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.DigitsData;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Rows;
import io.cohort.torch.data.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedBatchesTest {

    private static final IndexedData DIGITS = new DigitsData().open(null);
    private static final Augmentation AUGMENTATION = new Augmentation(2, true);

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void givesTheSameBitsHoweverManyLoadersThereAre(int loaders) {
        try (LoadedBatches without = batches(DIGITS, new Strategy.Share(1, 2), 0);
                LoadedBatches with = batches(DIGITS, new Strategy.Share(1, 2), loaders)) {
            for (int epoch = 0; epoch < 2; epoch++) {
                for (int k = 0; k < with.perEpoch(); k++) {
                    assertThat(inputs(with.slice(epoch, k))).isEqualTo(inputs(without.slice(epoch, k)));
                }
            }
        }
    }

    @Test
    void twoWorkersTogetherSeeWhatOneSees() {
        try (LoadedBatches one = batches(DIGITS, new Strategy.Share(0, 1), 1);
                LoadedBatches first = batches(DIGITS, new Strategy.Share(0, 2), 2);
                LoadedBatches second = batches(DIGITS, new Strategy.Share(1, 2), 0)) {
            for (int k = 0; k < 5; k++) {
                List<Float> together = new ArrayList<>(inputs(first.slice(3, k)));
                together.addAll(inputs(second.slice(3, k)));
                BatchSource.Slice whole = one.slice(3, k);
                assertThat(together).isEqualTo(inputs(whole));
                assertThat(whole.globalSamples()).isEqualTo(50);
            }
        }
    }

    @Test
    void beginsWhereItIsAskedAndGoesAnywhere() {
        try (LoadedBatches loaded = batches(DIGITS, new Strategy.Share(0, 1), 2);
                LoadedBatches expected = batches(DIGITS, new Strategy.Share(0, 1), 0)) {
            Random random = new Random(3);
            for (int i = 0; i < 30; i++) {
                int epoch = random.nextInt(3);
                int k = random.nextInt(loaded.perEpoch());
                assertThat(inputs(loaded.slice(epoch, k))).isEqualTo(inputs(expected.slice(epoch, k)));
            }
        }
    }

    @Test
    void microBatchesTakeTheirPartsOfWhatWasLoaded() {
        try (LoadedBatches loaded = batches(DIGITS, new Strategy.Share(0, 1), 1)) {
            BatchSource.Slice slice = loaded.slice(0, 0);
            Rows whole = slice.data().rows(slice.samples());
            List<Float> parts = new ArrayList<>();
            for (int pass = 0; pass < 3; pass++) {
                Rows part = slice.data().rows(GlobalBatches.share(slice.samples(), pass, 3));
                assertThat(part.targets()).hasSize(part.samples());
                parts.addAll(boxed(part.inputs()));
            }
            assertThat(parts).isEqualTo(boxed(whole.inputs()));
            assertThat(slice.data().target(7)).isEqualTo(whole.targets()[7]);
        }
    }

    @Test
    void loadsAheadButNotWithoutBound() throws InterruptedException {
        Set<Integer> asked = ConcurrentHashMap.newKeySet();
        CountDownLatch ahead = new CountDownLatch(3);
        IndexedData watched = new Watched() {
            @Override
            public Rows rows(int[] samples) {
                asked.addAll(IntStream.of(samples).boxed().toList());
                ahead.countDown();
                return super.rows(samples);
            }
        };
        LoadedBatches loaded = batches(watched, new Strategy.Share(0, 1), 1);
        loaded.slice(0, 0);

        ahead.await();
        loaded.close();
        assertThat(asked).hasSize(3 * 50);
    }

    @Test
    void tellsWhatWentWrongInALoader() {
        RunFailed failure = new RunFailed("data-changed", "gone", "");
        IndexedData broken = new Watched() {
            @Override
            public Rows rows(int[] samples) {
                throw failure;
            }
        };
        try (LoadedBatches loaded = batches(broken, new Strategy.Share(0, 1), 1)) {
            assertThatThrownBy(() -> loaded.slice(0, 0)).isSameAs(failure);
        }
    }

    @Test
    void anEmptyShareStaysEmpty() {
        IndexedData three = DIGITS;
        BatchSource source = new GlobalBatches(new Samples(three, new int[] {1, 2, 3}), 2, 1, new Strategy.Share(2, 3));
        try (LoadedBatches loaded = new LoadedBatches(source, AUGMENTATION, 1, 1)) {
            assertThat(loaded.slice(0, 1).samples().length + loaded.slice(0, 0).samples().length)
                    .isEqualTo(2);
            BatchSource.Slice empty = new LoadedBatches(
                            new GlobalBatches(new Samples(three, new int[] {1}), 2, 1, new Strategy.Share(0, 3)),
                            AUGMENTATION,
                            1,
                            0)
                    .slice(0, 0);
            assertThat(empty.samples()).isEmpty();
            assertThat(empty.globalSamples()).isEqualTo(1);
        }
    }

    private static LoadedBatches batches(IndexedData data, Strategy.Share share, int loaders) {
        Samples some = new Samples(data, IntStream.range(0, 430).toArray());
        return new LoadedBatches(new GlobalBatches(some, 50, 7, share), AUGMENTATION, 7, loaders);
    }

    private static List<Float> inputs(BatchSource.Slice slice) {
        return boxed(slice.data().rows(slice.samples()).inputs());
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return Collections.unmodifiableList(list);
    }

    private abstract static class Watched implements IndexedData {
        @Override
        public DataSpec spec() {
            return DIGITS.spec();
        }

        @Override
        public int size() {
            return DIGITS.size();
        }

        @Override
        public double target(int sample) {
            return DIGITS.target(sample);
        }

        @Override
        public Rows rows(int[] samples) {
            return DIGITS.rows(samples);
        }
    }
}
