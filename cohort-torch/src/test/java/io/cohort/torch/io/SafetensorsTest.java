package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.ElementType;
import io.cohort.torch.internal.ArrayTensors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    private final PointerScope scope = new PointerScope();

    @AfterEach
    void free() {
        scope.close();
    }

    @Test
    void theBytesHoldAgainstThePublishedLayout() {
        byte[] file = SafetensorsBytes.of(mixed(), Map.of("format", "pt"));

        int header = SafetensorsBytes.headerLength(file);
        assertThat(header % 8).isZero();
        assertThat(file[8]).isEqualTo((byte) '{');
        assertThat(SafetensorsBytes.header(file)
                        .get("__metadata__")
                        .get("format")
                        .asText())
                .isEqualTo("pt");
        JsonNode entry = SafetensorsBytes.header(file).get("fc.weight");
        assertThat(entry.get("dtype").asText()).isEqualTo("F32");
        assertThat(entry.get("shape").toString()).isEqualTo("[2,3]");
        ByteBuffer floats = SafetensorsBytes.data(file, "fc.weight");
        assertThat(floats.remaining()).isEqualTo(24);
        assertThat(floats.getFloat(0)).isEqualTo(1f);
        assertThat(floats.getFloat(20)).isEqualTo(-6f);
        assertThat(SafetensorsBytes.data(file, "steps").getLong()).isEqualTo(1L << 40);
        assertThat(SafetensorsBytes.data(file, "none").remaining()).isZero();
    }

    @Test
    void tensorsLieWithoutHolesAndEachAtAMultipleOfItsElement() {
        byte[] file = SafetensorsBytes.of(mixed(), Map.of());

        List<JsonNode> entries = new ArrayList<>();
        SafetensorsBytes.header(file).forEach(entries::add);
        entries.sort(Comparator.comparingInt(
                        (JsonNode e) -> e.get("data_offsets").get(0).asInt())
                .thenComparingInt(e -> e.get("data_offsets").get(1).asInt()));
        int at = 0;
        for (JsonNode entry : entries) {
            assertThat(entry.get("data_offsets").get(0).asInt()).isEqualTo(at);
            assertThat(at
                            % ElementType.ofSafetensors(entry.get("dtype").asText())
                                    .bytes())
                    .isZero();
            at = entry.get("data_offsets").get(1).asInt();
        }
        assertThat(8 + SafetensorsBytes.headerLength(file) + at).isEqualTo(file.length);
    }

    @Test
    void readsWhatItWroteFromAFileAndFromAStream() throws IOException {
        byte[] bytes = SafetensorsBytes.of(mixed(), Map.of());
        Path file = Files.write(folder.resolve("w.safetensors"), bytes);

        assertSame(Safetensors.read(file), mixed());
        assertSame(Safetensors.read(new ByteArrayInputStream(bytes), "stream"), mixed());
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void keepsEveryType(ElementType type) throws IOException {
        Tensor tensor = ArrayTensors.of(new float[] {-3, 0, 100}, 3).to(type.scalarType());

        byte[] bytes = SafetensorsBytes.of(Map.of("t", tensor), Map.of());

        assertThat(SafetensorsBytes.data(bytes, "t").remaining()).isEqualTo(3 * type.bytes());
        assertSame(Safetensors.read(new ByteArrayInputStream(bytes), "stream"), Map.of("t", tensor));
    }

    @Test
    void writesATensorThatIsNotContiguousRowByRow() {
        Tensor transposed =
                ArrayTensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t();

        ByteBuffer data = SafetensorsBytes.data(SafetensorsBytes.of(Map.of("t", transposed), Map.of()), "t");

        assertThat(data.getFloat(4)).isEqualTo(4f);
    }

    @Test
    void aTensorOfManyPiecesComesBackFromAStream() throws IOException {
        Tensor large = torch.rand(9_000_000).view(3, -1);

        byte[] bytes = SafetensorsBytes.of(Map.of("large", large), Map.of());

        assertSame(Safetensors.read(new ByteArrayInputStream(bytes), "stream"), Map.of("large", large));
    }

    @Test
    void aChannelMayTakeAFewBytesAtATime() {
        List<Byte> taken = new ArrayList<>();
        WritableByteChannel slow = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) {
                int count = Math.min(3, bytes.remaining());
                for (int i = 0; i < count; i++) {
                    taken.add(bytes.get());
                }
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };

        assertThatNoIoErrors(() -> Safetensors.write(slow, mixed(), Map.of()));

        byte[] whole = SafetensorsBytes.of(mixed(), Map.of());
        assertThat(taken).hasSize(whole.length);
        assertThat(taken.get(whole.length - 1)).isEqualTo(whole[whole.length - 1]);
    }

    @Test
    void readingLeavesNoNativeMemoryBehind() throws IOException {
        byte[] bytes = SafetensorsBytes.of(mixed(), Map.of());
        Safetensors.read(new ByteArrayInputStream(bytes), "warm up").values().forEach(Tensor::close);
        long before = org.bytedeco.javacpp.Pointer.totalCount();
        try (PointerScope inner = new PointerScope()) {
            Safetensors.read(new ByteArrayInputStream(bytes), "stream");
        }

        assertThat(org.bytedeco.javacpp.Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void rejectsAFileCutOffAnywhere() {
        byte[] whole = SafetensorsBytes.of(mixed(), Map.of());
        for (int length = 0; length < whole.length; length++) {
            assertInvalid(Arrays.copyOf(whole, length), "");
        }
        assertInvalid(Arrays.copyOf(whole, whole.length + 1), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | begins at byte 4
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}} | ends at 4
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}} | begins at byte 8
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}} | takes 8 bytes
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}} | takes 12 bytes
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} | ``
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | ``
            {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}} | absurd shape
            {"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}} | absurd shape
            {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,12]}} | no JSON
            {"a":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}} | negative
            {"a":{"dtype":"F32","shape":[3.0],"data_offsets":[0,12]}} | something else
            {"a":{"dtype":"F33","shape":[3],"data_offsets":[0,12]}} | F33
            {"a":{"dtype":32,"shape":[3],"data_offsets":[0,12]}} | something else
            {"a":{"shape":[3],"data_offsets":[0,12]}} | needs dtype
            {"a":{"dtype":"F32","data_offsets":[0,12]}} | needs dtype
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0]}} | two data_offsets
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"more":1}} | more
            {"a":{"dtype":"F32","dtype":"F32","shape":[3],"data_offsets":[0,12]}} | twice
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | names a twice
            {"a":[1]} | something else
            {"__metadata__":{"k":1},"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} | something else
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}} | no JSON
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]} | ``
            [1] | does not begin with {
            ` {}` | does not begin with {
            """)
    void rejectsAHostileHeader(String header, String text) {
        assertInvalid(SafetensorsBytes.of(header, 12), text);
    }

    @Test
    void acceptsAHeaderThatIsRight() throws IOException {
        byte[] bytes = SafetensorsBytes.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}  ", 12);

        assertThat(Safetensors.read(new ByteArrayInputStream(bytes), "stream")
                        .get("a")
                        .shape())
                .containsExactly(3);
    }

    @Test
    void rejectsAHeaderThatIsNotUtf8() {
        byte[] bytes = SafetensorsBytes.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", 12);
        bytes[10] = (byte) 0xff;

        assertInvalid(bytes, "no UTF-8");
    }

    @Test
    void rejectsAbsurdSizesBeforeMakingRoomForThem() {
        byte[] header = new byte[64];
        Arrays.fill(header, (byte) 0xff);
        assertInvalid(header, "18446744073709551615 bytes");
        header[7] = 0x7f;
        assertInvalid(header, "at most 100000000");
        assertInvalid(
                SafetensorsBytes.of(
                        "{\"a\":{\"dtype\":\"I8\",\"shape\":[1099511627776],\"data_offsets\":[0,1099511627776]}}", 12),
                "");
    }

    @Test
    void rejectsAFileThatIsNotThere() {
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("no-such-file"));
    }

    @Test
    void rejectsATensorWithTheNameOfTheMetadata() {
        assertThatThrownBy(() -> SafetensorsBytes.of(Map.of("__metadata__", torch.ones(1)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, Tensor> mixed() {
        return new TreeMap<>(Map.of(
                "fc.weight", ArrayTensors.of(new float[] {1, 2, 3, 4, 5, -6}, 2, 3),
                "half", ArrayTensors.of(new float[] {1, 2, 3}, 3).to(torch.ScalarType.Half),
                "none", ArrayTensors.of(new float[0], 0, 7),
                "steps", ArrayTensors.of(new long[] {1L << 40}),
                "wide", ArrayTensors.of(new double[] {Math.PI}, 1, 1),
                "\"名\\\n", ArrayTensors.of(new long[] {-1}, 1)));
    }

    private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> {
            assertThat(actual.get(name).scalar_type().intern())
                    .isEqualTo(tensor.scalar_type().intern());
            assertThat(actual.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(actual.get(name).equal(tensor)).as(name).isTrue();
        });
    }

    private void assertInvalid(byte[] bytes, String text) {
        assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(bytes), "stream"))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("weights-invalid"))
                .hasMessageStartingWith("stream: ")
                .hasMessageContaining(text);
        Path file = folder.resolve("bad.safetensors");
        assertThatNoIoErrors(() -> Files.write(file, bytes));
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("weights-invalid"))
                .hasMessageStartingWith(file.toString());
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void assertThatNoIoErrors(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
