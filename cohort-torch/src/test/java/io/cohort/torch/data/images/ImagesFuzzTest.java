package io.cohort.torch.data.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.error.UserMistake;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever stands in an image file, it is decoded or refused by its path; nothing else comes out. */
class ImagesFuzzTest {

    private static final List<byte[]> GOOD = List.of(
            image(BufferedImage.TYPE_3BYTE_BGR, "png"),
            image(BufferedImage.TYPE_BYTE_INDEXED, "png"),
            image(BufferedImage.TYPE_BYTE_GRAY, "jpg"),
            image(BufferedImage.TYPE_INT_RGB, "jpg"));

    @Property(tries = 500, seed = "22")
    void aDamagedImageIsDecodedOrRefused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = GOOD.get(random.nextInt(GOOD.size())).clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = random.nextBoolean() ? (byte) -1 : (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        Path file = Files.write(Files.createTempFile("cohort-image", ".png"), bytes);
        try {
            ImageFile.Pixels pixels = new ImageFile(file).pixels();
            assertThat(pixels.red()).hasSize(pixels.size().pixels());
        } catch (UserMistake refused) {
            assertThat(refused.kind()).startsWith("image-");
            assertThat(refused).hasMessageStartingWith(file.toString());
            assertThat(refused.fix()).isNotEmpty();
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] image(int type, String format) {
        BufferedImage image = new BufferedImage(16, 12, type);
        for (int i = 0; i < 16 * 12; i++) {
            image.setRGB(i % 16, i / 16, i * 0x010305);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
