package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever stands in IDX files, they are read or refused by name; nothing else comes out. */
class IdxFuzzTest {

    @Property(tries = 500, seed = "23")
    void damagedFilesAreReadOrRefused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] images = random.nextBoolean() ? IdxFiles.images(3, 2, 2) : IdxFiles.images(3, 3, 2, 2);
        byte[] labels = IdxFiles.labels(0, 1, 2);
        for (int i = random.nextInt(4); i >= 0; i--) {
            byte[] damaged = random.nextInt(3) == 0 ? labels : images;
            damaged[random.nextInt(Math.min(damaged.length, 24))] =
                    random.nextBoolean() ? (byte) -1 : (byte) random.nextInt(16);
        }
        if (random.nextInt(4) == 0) {
            images = Arrays.copyOf(images, random.nextInt(images.length));
        }
        Path folder = Files.createTempDirectory("cohort-idx");
        Path first = IdxFiles.write(folder, "images", random.nextInt(4) == 0 ? IdxFiles.gzip(images) : images);
        Path second = IdxFiles.write(folder, "labels", labels);
        try {
            IndexedData data = new IdxSource(first, second).open(null);
            assertThat(data.rows(new int[] {data.size() - 1}).inputs())
                    .hasSize((int) data.spec().inputElements());
        } catch (UserMistake refused) {
            assertThat(refused).hasMessageStartingWith(folder.toString());
            assertThat(refused.fix()).isNotEmpty();
        } finally {
            Files.delete(first);
            Files.delete(second);
            Files.delete(folder);
        }
    }
}
