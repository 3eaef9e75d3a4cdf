package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.internal.ArrayTensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {

    @TempDir
    Path folder;

    @Test
    void readsImagesAsOneChannel() {
        IndexedData data = open(IdxFiles.images(2, 1, 4), IdxFiles.labels(0, 3));

        assertThat(data.size()).isEqualTo(2);
        assertThat(data.spec().inputShape()).containsExactly(1L, 1L, 4L);
        assertThat(data.spec().classes()).containsExactly("0", "1", "2", "3");
        assertThat(data.target(1)).isEqualTo(3);
        assertThat(inputs(data, 1, 0)).containsExactly(254, 255, 0, 1, 250, 251, 252, 253);
    }

    @Test
    void readsImagesOfSeveralChannels() {
        IndexedData data = open(IdxFiles.images(2, 3, 2, 2), IdxFiles.labels(1, 0));

        assertThat(data.spec().inputShape()).containsExactly(3L, 2L, 2L);
        assertThat(inputs(data, 0)).hasSize(12).startsWith(250, 251);
    }

    @Test
    void seesCompressionFromTheContentAndNotFromTheName() {
        IndexedData data = open(IdxFiles.gzip(IdxFiles.images(2, 2, 2)), IdxFiles.gzip(IdxFiles.labels(1, 0)));

        assertThat(inputs(data, 0)).containsExactly(250, 251, 252, 253);
    }

    @Test
    void readsOtherElementTypes() {
        byte[] shorts = ByteBuffer.allocate(4)
                .putShort((short) -2)
                .putShort((short) 300)
                .array();
        byte[] floats = ByteBuffer.allocate(8).putFloat(0.5f).putFloat(-8f).array();
        byte[] doubles = ByteBuffer.allocate(16).putDouble(0.25).putDouble(4).array();
        byte[] ints = ByteBuffer.allocate(8).putInt(1).putInt(2).array();
        byte[] labels = IdxFiles.bytes(0x0C01, new int[] {2}, ints);

        assertThat(inputs(open(IdxFiles.bytes(0x0B03, new int[] {2, 1, 1}, shorts), labels), 0, 1))
                .containsExactly(-2, 300);
        assertThat(inputs(open(IdxFiles.bytes(0x0D03, new int[] {2, 1, 1}, floats), labels), 0, 1))
                .containsExactly(0.5f, -8);
        assertThat(inputs(open(IdxFiles.bytes(0x0E03, new int[] {2, 1, 1}, doubles), labels), 0, 1))
                .containsExactly(0.25f, 4);
        assertThat(inputs(open(IdxFiles.bytes(0x0903, new int[] {2, 1, 1}, (byte) -1, (byte) 1), labels), 0, 1))
                .containsExactly(-1, 1);
    }

    @Test
    void labelsWithFractionsMeanRegression() {
        byte[] values = ByteBuffer.allocate(8).putFloat(0.5f).putFloat(-8f).array();

        IndexedData data = open(IdxFiles.images(2, 1, 1), IdxFiles.bytes(0x0D01, new int[] {2}, values));

        assertThat(data.spec().task()).isEqualTo(Task.REGRESSION);
        assertThat(data.target(1)).isEqualTo(-8);
    }

    @Test
    void theTaskThatIsAskedForWins() {
        write("images", IdxFiles.images(2, 1, 1));
        write("labels", IdxFiles.labels(7, 0));

        assertThat(source().open(Task.REGRESSION).spec().classes()).isEmpty();
    }

    @Test
    void rejectsAFileThatIsNotThere() {
        write("images", IdxFiles.images(2, 1, 1));

        assertMistake("no-such-file", "labels", "no such file");
    }

    @Test
    void rejectsAFolder() {
        assertThatThrownBy(() -> new IdxSource(folder, folder).open(null))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-format"))
                .hasMessageContaining("folder");
    }

    @Test
    void rejectsAFileCutOffAnywhere() {
        byte[] images = IdxFiles.images(2, 2, 2);
        write("labels", IdxFiles.labels(0, 1));
        for (int length = 0; length < images.length; length++) {
            write("images", Arrays.copyOf(images, length));
            assertMistake("data-truncated", "images", "");
        }
    }

    @Test
    void rejectsACompressedFileCutOffAnywhere() {
        byte[] images = IdxFiles.gzip(IdxFiles.images(20, 2, 2));
        write("labels", IdxFiles.labels(new int[20]));
        for (int length = 2; length < images.length; length++) {
            write("images", Arrays.copyOf(images, length));
            assertMistake("data-truncated", "images", "");
        }
    }

    @Test
    void rejectsDamagedCompression() {
        byte[] images = IdxFiles.gzip(IdxFiles.images(20, 2, 2));
        images[images.length - 8] ^= 1;
        write("images", images);
        write("labels", IdxFiles.labels(new int[20]));

        assertMistake("data-format", "images", "compression is damaged");
    }

    @Test
    void rejectsAWrongMagicNumber() {
        write("labels", IdxFiles.labels(0, 1));
        for (int magic : new int[] {0x00000A03, 0x00000800, 0x000008ff, 0x89504e47, 0x01000803, 0x00010803}) {
            write("images", IdxFiles.bytes(magic, new int[] {2, 1, 1}, (byte) 0, (byte) 0));
            assertMistake("data-format", "images", String.format("0x%08x", magic));
        }
    }

    @Test
    void rejectsAbsurdDimensionsBeforeMakingRoomForThem() {
        write("labels", IdxFiles.labels(0, 1));
        int[][] absurd = {
            {-1, -1, -1, -1}, {Integer.MAX_VALUE, 1, 1, 1}, {65536, 65536, 65536, 65536}, {2, 1, 1, 1 << 20}
        };
        for (int[] dimensions : absurd) {
            byte[] images = IdxFiles.bytes(0x0804, dimensions, new byte[64]);
            write("images", images);
            assertMistake("data-truncated", "images", "more than its size can hold");
            write("images", IdxFiles.gzip(images));
            assertMistake("data-truncated", "images", "");
        }
    }

    @Test
    void rejectsADimensionOfZero() {
        write("images", IdxFiles.images(0, 2, 2));
        write("labels", IdxFiles.labels());

        assertMistake("data-format", "images", "dimension of 0");
    }

    @Test
    void rejectsBytesAfterTheEnd() {
        write("labels", IdxFiles.labels(0, 1));
        byte[] images = IdxFiles.images(2, 1, 1);
        write("images", Arrays.copyOf(images, images.length + 1));
        assertMistake("data-format", "images", "goes on after");
        write("images", IdxFiles.gzip(Arrays.copyOf(images, images.length + 1)));
        assertMistake("data-format", "images", "goes on after");
    }

    @Test
    void rejectsAnotherNumberOfLabelsThanImages() {
        write("images", IdxFiles.images(2, 1, 1));
        write("labels", IdxFiles.labels(0, 1, 0));

        assertMistake("data-mismatch", "labels", "holds 3 labels");
    }

    @Test
    void rejectsImagesAndLabelsInTheWrongPlaces() {
        write("images", IdxFiles.labels(0, 1));
        write("labels", IdxFiles.labels(0, 1));
        assertMistake("data-format", "images", "images have three");

        write("images", IdxFiles.images(2, 1, 1));
        write("labels", IdxFiles.images(2, 1, 1));
        assertMistake("data-format", "labels", "labels have one");
    }

    @Test
    void rejectsLabelsThatAreNoClassNumbers() {
        write("images", IdxFiles.images(2, 1, 1));
        write("labels", IdxFiles.bytes(0x0901, new int[] {2}, (byte) 0, (byte) -1));
        assertMistake("data-format", "labels", "label 1 is -1.0");

        write(
                "labels",
                IdxFiles.bytes(
                        0x0C01,
                        new int[] {2},
                        ByteBuffer.allocate(8)
                                .putInt(1)
                                .putInt(Integer.MAX_VALUE)
                                .array()));
        assertMistake("data-format", "labels", "label 1 is 2147483648, but there can be at most 10000 classes");
    }

    @Test
    void rejectsNumbersThatAreNotFinite() {
        write(
                "images",
                IdxFiles.bytes(
                        0x0D03,
                        new int[] {2, 1, 1},
                        ByteBuffer.allocate(8).putFloat(1).putFloat(Float.NaN).array()));
        write("labels", IdxFiles.labels(0, 1));

        assertMistake("data-format", "images", "element 1 is NaN");
    }

    private IndexedData open(byte[] images, byte[] labels) {
        write("images", images);
        write("labels", labels);
        return source().open(null);
    }

    private IdxSource source() {
        return new IdxSource(folder.resolve("images"), folder.resolve("labels"));
    }

    private void write(String name, byte[] content) {
        IdxFiles.write(folder, name, content);
    }

    private void assertMistake(String kind, String file, String text) {
        assertThatThrownBy(() -> source().open(null))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageStartingWith(folder.resolve(file).toString())
                .hasMessageContaining(text);
    }

    private static float[] inputs(IndexedData data, int... samples) {
        try (PointerScope scope = new PointerScope()) {
            return ArrayTensors.floats(data.batch(samples).inputs());
        }
    }
}
