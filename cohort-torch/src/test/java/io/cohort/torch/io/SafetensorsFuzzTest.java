package io.cohort.torch.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.internal.ArrayTensors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Damaged files are refused or read; they never crash and never take more memory than they are large. */
class SafetensorsFuzzTest {

    @Property(tries = 2000, seed = "20261121")
    void aDamagedHeaderIsRefusedOrFitsTheFile(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 1 << 20) Integer> places,
            @ForAll @Size(min = 6, max = 6) List<@IntRange(max = 255) Integer> values) {
        byte[] file = valid();
        int end = 8 + SafetensorsBytes.headerLength(file);
        for (int i = 0; i < places.size(); i++) {
            file[places.get(i) % end] = values.get(i).byteValue();
        }
        assertRefusedOrFits(file);
    }

    @Property(tries = 2000, seed = "20261122")
    void digitsOfTheHeaderThatChangeAreRefusedOrFitTheFile(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1 << 20) Integer> places,
            @ForAll @IntRange(max = 9) int digit) {
        byte[] file = valid();
        int end = 8 + SafetensorsBytes.headerLength(file);
        for (int place : places) {
            int at = 8 + place % (end - 8);
            if (Character.isDigit(file[at])) {
                file[at] = (byte) ('0' + digit);
            }
        }
        assertRefusedOrFits(file);
    }

    @Property(tries = 500, seed = "20261123")
    void anyBytesAreRefusedOrFitTheFile(@ForAll byte[] file) {
        assertRefusedOrFits(file);
    }

    private static void assertRefusedOrFits(byte[] file) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> read = Safetensors.read(new ByteArrayInputStream(file), "stream");
            long bytes = read.values().stream().mapToLong(Tensor::nbytes).sum();
            assertThat(bytes).isLessThan(file.length);
        } catch (UserMistake refused) {
            assertThat(refused.kind()).isEqualTo("weights-invalid");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] valid() {
        try (PointerScope scope = new PointerScope()) {
            return SafetensorsBytes.of(
                    Map.of(
                            "conv.weight", ArrayTensors.of(new float[12], 3, 4),
                            "conv.bias", ArrayTensors.of(new float[3], 3),
                            "count", ArrayTensors.of(new long[1])),
                    Map.of("format", "pt"));
        }
    }
}
