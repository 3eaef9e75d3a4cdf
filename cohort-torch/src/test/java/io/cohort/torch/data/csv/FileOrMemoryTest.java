package io.cohort.torch.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cohort.core.error.RunFailed;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.Encoding.Missing;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Normalisation;
import io.cohort.torch.data.Rows;
import io.cohort.torch.data.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileOrMemoryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givesTheSameBitsFromTheFileAsFromMemory(long seed) {
        Random random = new Random(seed);
        Path file = CsvTexts.write(folder, "t.csv", table(random, 3000));
        for (Missing missing : List.of(Missing.MEAN, Missing.DROP)) {
            IndexedData memory = open(file, missing, Long.MAX_VALUE);
            int[] training =
                    random.ints(0, memory.size()).distinct().limit(500).sorted().toArray();
            memory = memory.learnedFrom(training);
            IndexedData streamed = open(file, missing, 0).learnedFrom(training);

            assertThat(streamed.spec()).isEqualTo(memory.spec());
            assertThat(streamed.size()).isEqualTo(memory.size());
            for (int[] some : List.of(
                    training,
                    random.ints(64, 0, memory.size()).toArray(),
                    new int[0],
                    IntStream.range(0, memory.size()).toArray())) {
                Rows expected = memory.rows(some);
                assertThat(streamed.rows(some).inputs()).isEqualTo(expected.inputs());
                assertThat(streamed.rows(some).targets()).isEqualTo(expected.targets());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void givesTheSameWhenOpenedAgain(long seed) {
        Random random = new Random(seed);
        Path file = CsvTexts.write(folder, "t.csv", table(random, 3000));
        for (Missing missing : List.of(Missing.MEAN, Missing.DROP)) {
            IndexedData first = open(file, missing, 0);
            int[] training =
                    random.ints(0, first.size()).distinct().limit(700).sorted().toArray();
            IndexedData learned = first.learnedFrom(training);
            for (long mostBytesInMemory : new long[] {0, Long.MAX_VALUE}) {
                IndexedData again = source(file, missing, mostBytesInMemory).openAgain(learned.spec(), training);

                assertThat(again.learnedFrom(training)).isSameAs(again);
                assertThat(again.spec()).isEqualTo(learned.spec());
                assertThat(again.rows(training).inputs())
                        .isEqualTo(learned.rows(training).inputs());
                assertThat(again.rows(training).targets())
                        .isEqualTo(learned.rows(training).targets());
                assertThat(again.normalisation(training)).contains(Normalisation.of(new Samples(learned, training)));
                assertThat(again.normalisation(new int[] {1, 2})).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "7", "yes"})
    void readsLabelsOfAllKindsAlike(String kind) {
        Random random = new Random(8);
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 4000; i++) {
            String label = kind.equals("yes")
                    ? "class " + random.nextInt(900)
                    : kind.equals("7") ? "" + random.nextInt(15) : "" + (random.nextInt(3000) / 4.0);
            text.append(i).append(',').append(label).append('\n');
        }
        Path file = CsvTexts.write(folder, "t.csv", text.toString());
        IndexedData memory = open(file, Missing.REFUSE, Long.MAX_VALUE);
        IndexedData streamed = open(file, Missing.REFUSE, 0);

        assertThat(streamed.spec()).isEqualTo(memory.spec());
        int[] all = IntStream.range(0, memory.size()).toArray();
        assertThat(streamed.rows(all).targets()).isEqualTo(memory.rows(all).targets());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x,y\n1,0\n12a,1\n3,0\n",
                "x,y\n1,0\n1e39,1\n",
                "x,y\n1,0.5\n2,1e39\n",
                "x,y\n1,0.5\n2,?\n",
                "x,y\n1,0\n,1\n",
                "x,y\n1,0\n1,1,1\n",
                "x,y\n1,0\n1,\"1\n"
            })
    void refusesTheSameWithTheSameWords(String text) {
        Path file = CsvTexts.write(folder, "t.csv", text);
        Throwable memory = catchThrowable(() -> open(file, Missing.REFUSE, Long.MAX_VALUE));

        assertThat(memory).isInstanceOf(UserMistake.class).hasMessageContaining("t.csv:3");
        assertThatThrownBy(() -> open(file, Missing.REFUSE, 0)).hasMessage(memory.getMessage());
    }

    @Test
    void answersSeveralThreadsAtOnce() {
        Path file = CsvTexts.write(folder, "t.csv", table(new Random(9), 3000));
        IndexedData memory = open(file, Missing.DROP, Long.MAX_VALUE);
        IndexedData streamed = open(file, Missing.DROP, 0);

        AtomicInteger wrong = new AtomicInteger();
        IntStream.range(0, 64).parallel().forEach(i -> {
            int[] some = new Random(i).ints(50, 0, memory.size()).toArray();
            if (!Arrays.equals(memory.rows(some).inputs(), streamed.rows(some).inputs())) {
                wrong.incrementAndGet();
            }
        });

        assertThat(wrong).hasValue(0);
    }

    @Test
    void tellsThatAFileChangedUnderIt() throws IOException {
        Path file = CsvTexts.write(folder, "t.csv", "x,y\n1,0\n2,1\n3,0\n");
        IndexedData data = open(file, Missing.REFUSE, 0);

        Files.writeString(file, "x,y\n1,0\n2;1\n3,0\n");
        assertChanged(data);
        Files.writeString(file, "x,y\n1,0\n");
        assertChanged(data);
    }

    private static void assertChanged(IndexedData data) {
        assertThatThrownBy(() -> data.rows(new int[] {1}))
                .isInstanceOfSatisfying(
                        RunFailed.class, e -> assertThat(e.kind()).isEqualTo("data-changed"))
                .hasMessageContaining("t.csv");
    }

    private static IndexedData open(Path file, Missing missing, long mostBytesInMemory) {
        return source(file, missing, mostBytesInMemory).open(null);
    }

    private static CsvSource source(Path file, Missing missing, long mostBytesInMemory) {
        CsvOptions options = new CsvOptions(
                Optional.of("y"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(missing),
                Optional.empty(),
                List.of(),
                List.of());
        return new CsvSource(file, options, mostBytesInMemory);
    }

    /** Rows of all lengths, with quotes, blank lines, line breaks in cells, and missing values. */
    private static String table(Random random, int rows) {
        StringBuilder text = new StringBuilder("x,c,z,y\r\n");
        String[] categories = {"a", "\"b, \"\"b\"\"\"", "\"c\nc\"", "", "ü"};
        for (int i = 0; i < rows; i++) {
            text.append(random.nextInt(20) == 0 ? "NA" : String.valueOf(random.nextGaussian() * 1000));
            text.append(',').append(categories[random.nextInt(categories.length)]);
            text.append(',').append(random.nextInt(1000));
            text.append(',').append(random.nextBoolean() ? "yes" : "no");
            text.append(random.nextBoolean() ? "\n" : "\r\n\n");
        }
        return text.toString();
    }
}
