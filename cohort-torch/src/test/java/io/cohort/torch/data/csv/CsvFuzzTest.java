package io.cohort.torch.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.IndexedData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever stands in a file, it is read or refused with its name; nothing else comes out. */
class CsvFuzzTest {

    private static final byte[] GOOD =
            "size,\"colour\",species\r\n1.5,red,rose\n-2e3,\"wh\"\"ite\",lily\n,red,NA\n7,\"a\nb\",rose\n"
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] TELLING =
            "\",\r\n;\u0000\u00ff\u00fe\u00ef-9eE.?N".getBytes(StandardCharsets.ISO_8859_1);
    private static final String[] OPTIONS = {
        "label: species",
        "label: species\nmissing: drop",
        "label: 1\nmissing: mean",
        "label: 3\nheader: false\nmissing: drop"
    };

    @Property(tries = 600, seed = "15")
    void aDamagedTableIsReadOrRefused(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        byte[] bytes = GOOD.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes = mutate(bytes, random);
        }
        Path folder = Files.createTempDirectory("cohort-fuzz");
        Path file = CsvTexts.write(folder, "t.csv", bytes);
        try {
            IndexedData data = CsvTexts.open(file, OPTIONS[random.nextInt(OPTIONS.length)]);
            assertThat(CsvTexts.inputs(data))
                    .hasSize(Math.toIntExact(data.size() * data.spec().inputElements()));
        } catch (UserMistake refused) {
            assertThat(refused.problems()).allSatisfy(problem -> {
                assertThat(problem.place()).containsAnyOf("t.csv", "data.");
                assertThat(problem.rule()).isNotEmpty();
                assertThat(problem.fix()).isNotEmpty();
            });
        } finally {
            Files.delete(file);
            Files.delete(folder.resolve("data.yaml"));
            Files.delete(folder);
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        if (bytes.length < 2) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + at);
                System.arraycopy(bytes, 0, longer, bytes.length, at);
                return longer;
            }
        }
        return bytes;
    }
}
