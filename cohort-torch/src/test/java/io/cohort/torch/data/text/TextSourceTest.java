package io.cohort.torch.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import io.cohort.torch.data.DataSection;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Rows;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.ArrayTensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {

    @TempDir
    Path folder;

    @Test
    void windowsFollowEachOtherAndPredictTheNextByte() throws IOException {
        IndexedData data = open(new byte[] {1, 2, 3, 4, -1, 6, 7, 8, 9}, 3);

        assertThat(data.size()).isEqualTo(2);
        assertThat(data.spec().task()).isEqualTo(Task.LANGUAGE);
        assertThat(data.spec().inputShape()).containsExactly(3L);
        assertThat(data.spec().classes()).hasSize(256);
        Rows rows = data.rows(new int[] {1, 0});
        assertThat(rows.inputs()).containsExactly(255, 6, 7, 1, 2, 3);
        assertThat(rows.targets()).containsExactly(6, 7, 8, 2, 3, 4);
        assertThat(data.target(0)).isEqualTo(4);
    }

    @Test
    void tokensAreWholeTensors() throws IOException {
        IndexedData data = open(new byte[12], 3);
        try (PointerScope scope = new PointerScope()) {
            IndexedData.Batch batch = data.batch(new int[] {0, 2});

            assertThat(batch.inputs().shape()).containsExactly(2, 3);
            assertThat(batch.targets().shape()).containsExactly(2, 3);
            assertThat(batch.inputs().scalar_type().intern()).isEqualTo(ScalarType.Long);
            assertThat(ArrayTensors.doubles(batch.targets())).containsOnly(0);
        }
    }

    @Test
    void theLastPartIsHeldOut() throws IOException {
        Files.write(folder.resolve("t.txt"), new byte[100 * 5]);

        DataSplit split = section("context: 4\ntest: 0.2\nvalidation: 0.1").open(7);

        assertThat(split.train().numbers()).hasSize(70).startsWith(0).endsWith(69);
        assertThat(split.validation().numbers()).startsWith(70).endsWith(79);
        assertThat(split.test().numbers()).startsWith(80).endsWith(99);
    }

    @Test
    void aModelIsAskedWithTheContextItWasTrainedOn() throws IOException {
        IndexedData trained = open(new byte[30], 4);

        assertThat(section("context: 9").openWhole(trained.spec(), false).size())
                .isEqualTo(6);
    }

    @Test
    void readsCompressedText() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("to be or not to be".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        assertThat(open(bytes.toByteArray(), 5).size()).isEqualTo(3);
    }

    @Test
    void refusesWhatIsShorterThanTwoWindows() throws IOException {
        assertThatThrownBy(() -> open(new byte[9], 4))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-too-small"))
                .hasMessageContaining("9 bytes")
                .hasMessageContaining("Lower data.context");
        assertThat(open(new byte[10], 4).size()).isEqualTo(2);
    }

    @Test
    void refusesAnotherTask() throws IOException {
        Files.write(folder.resolve("t.txt"), new byte[100]);
        assertThatThrownBy(() -> section("context: 4\ntask: regression").open(1))
                .hasMessageContaining("regression");
        assertThatThrownBy(() -> section("context: 0")).hasMessageContaining("between 1 and");
        assertThatThrownBy(() -> section("augment: {flip: true}").open(1)).isInstanceOf(UserMistake.class);
    }

    @Property(tries = 100, seed = "21")
    void anyBytesAreATextWhenThereAreEnough(@ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 20) int context)
            throws IOException {
        Path file = Files.createTempFile("cohort-text", ".txt");
        try {
            Files.write(file, bytes);
            IndexedData data = new TextSource(file, context).open(null);
            Rows rows = data.rows(new int[] {data.size() - 1});
            int from = (data.size() - 1) * (context + 1);
            for (int i = 0; i < context; i++) {
                assertThat(rows.inputs()[i]).isEqualTo(bytes[from + i] & 0xff);
                assertThat(rows.targets()[i]).isEqualTo(bytes[from + i + 1] & 0xff);
            }
        } catch (UserMistake refused) {
            assertThat(bytes.length < 2 * (context + 1) || compressed(bytes)).isTrue();
        } finally {
            Files.delete(file);
        }
    }

    private static boolean compressed(byte[] bytes) {
        return Arrays.equals(Arrays.copyOf(bytes, 2), new byte[] {0x1f, (byte) 0x8b});
    }

    private IndexedData open(byte[] text, int context) throws IOException {
        Files.write(folder.resolve("t.txt"), text);
        return section("context: " + context).source().open(null);
    }

    private DataSource section(String options) throws IOException {
        Path yaml = folder.resolve("data.yaml");
        Files.writeString(yaml, "format: text\npath: t.txt\n" + options);
        return Sections.read(new DataSection(), yaml);
    }
}
