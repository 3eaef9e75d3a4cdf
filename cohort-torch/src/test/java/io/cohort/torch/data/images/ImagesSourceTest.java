package io.cohort.torch.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import io.cohort.torch.data.DataSection;
import io.cohort.torch.data.DataSource;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.IrisData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesSourceTest {

    @TempDir
    Path folder;

    @Test
    void foldersAreClassesInTheOrderOfTheirNames() throws IOException {
        grey("dog/b.png", 2, 2, 200);
        grey("cat/z.png", 2, 2, 100);
        grey("dog/a.png", 2, 2, 128);
        grey(".cache/x.png", 9, 9, 1);
        Files.writeString(folder.resolve("set/cat/.DS_Store"), "no image");

        IndexedData data = open("");

        assertThat(data.spec().classes()).containsExactly("cat", "dog");
        assertThat(data.spec().inputShape()).containsExactly(1L, 2L, 2L);
        assertThat(data.rows(new int[] {0, 1, 2}).targets()).containsExactly(0, 1, 1);
        assertThat(data.rows(new int[] {2, 1}).inputs()).containsExactly(200, 200, 200, 200, 128, 128, 128, 128);
        assertThat(data.target(2)).isEqualTo(1);
    }

    @Test
    void coloursAreThreeChannels() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(0, 0, 0x0a141e);
        image.setRGB(1, 0, 0xff0001);
        save("a/1.png", image, "png");
        grey("b/2.png", 1, 2, 7);

        IndexedData data = open("");

        assertThat(data.spec().inputShape()).containsExactly(3L, 1L, 2L);
        assertThat(data.rows(new int[] {0}).inputs()).containsExactly(10, 255, 20, 0, 30, 1);
        assertThat(data.rows(new int[] {1}).inputs()).containsExactly(7, 7, 7, 7, 7, 7);
        assertThat(open("colour: grey").rows(new int[] {0}).inputs()).containsExactly(18, 76);
    }

    @Test
    void readsEveryKindOfPngAsItsBrightness() throws IOException {
        BufferedImage alpha = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
        alpha.setRGB(0, 0, 0x80102030);
        save("a/alpha.png", alpha, "png");
        BufferedImage wide = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        wide.getRaster().setSample(0, 0, 0, 0x8123);
        save("a/wide.png", wide, "png");
        BufferedImage palette = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
        palette.setRGB(0, 0, 0xff0000);
        save("a/palette.png", palette, "png");
        BufferedImage bits = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(0, 0, 0xffffff);
        save("a/bits.png", bits, "png");

        IndexedData data = open("colour: colour");

        assertThat(data.rows(new int[] {0}).inputs()).containsExactly(16, 32, 48);
        assertThat(data.rows(new int[] {1}).inputs()).containsExactly(255, 255, 255);
        assertThat(data.rows(new int[] {2}).inputs()).containsExactly(255, 0, 0);
        assertThat(data.rows(new int[] {3}).inputs()).containsExactly(0x81, 0x81, 0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void namesAnImageBeyondTheKeptOnesWhenItCannotBeDecoded(String format) throws IOException {
        BufferedImage noise = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
        Random random = new Random(6);
        for (int i = 0; i < 32 * 32; i++) {
            noise.getRaster().setSample(i % 32, i / 32, 0, random.nextInt(256));
        }
        for (String name : List.of("a/1.", "a/2.", "b/3.")) {
            save(name + format, noise, format);
        }
        Path cut = folder.resolve("set/b/3." + format);
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length * 3 / 4)); // its header is as good as ever
        IndexedData data =
                new ImagesSource(folder.resolve("set"), Optional.empty(), Optional.empty(), 2 * 32 * 32).open(null);

        assertThat(data.rows(new int[] {1}).inputs()).hasSize(32 * 32);
        assertThatThrownBy(() -> data.rows(new int[] {0, 2}))
                .isInstanceOfSatisfying(
                        UserMistake.class, mistake -> assertThat(mistake.kind()).isEqualTo("image-unreadable"))
                .hasMessageContaining(cut.toString())
                .hasMessageContaining("cannot be decoded")
                .hasMessageContaining("Mend the image, or remove it");
    }

    @Test
    void readsJpeg() throws IOException {
        grey("a/1.jpg", 8, 8, 100);
        BufferedImage red = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            red.setRGB(i % 8, i / 8, 0xff0000);
        }
        save("b/2.jpeg", red, "jpg");

        IndexedData data = open("");

        assertThat(data.spec().inputShape()).containsExactly(3L, 8L, 8L);
        assertThat(data.rows(new int[] {0}).inputs()[5]).isBetween(98f, 102f);
        assertThat(data.rows(new int[] {1}).inputs()[0]).isGreaterThan(245);
        assertThat(data.rows(new int[] {1}).inputs()[64]).isLessThan(10);
    }

    @Test
    void sizesMustAgreeOrAreMadeAlike() throws IOException {
        grey("a/1.png", 4, 4, 50);
        grey("b/2.png", 2, 6, 90);

        refused("data-format", "", "b/2.png", "2×6", "Write size: 4");
        IndexedData data = open("size: [2, 3]");
        assertThat(data.spec().inputShape()).containsExactly(1L, 2L, 3L);
        assertThat(data.rows(new int[] {0, 1}).inputs())
                .containsExactly(50, 50, 50, 50, 50, 50, 90, 90, 90, 90, 90, 90);
    }

    @Test
    void resizingTakesTheMeanOfTheAreaThatIsCovered() {
        byte[] pixels = {0, 10, 20, 30, 40, 50};

        assertThat(Resizing.to(new Size(1, 3), pixels, new Size(1, 6))).containsExactly(5, 25, 45);
        assertThat(Resizing.to(new Size(1, 4), pixels, new Size(1, 6))).containsExactly(3, 17, 33, 47);
        assertThat(Resizing.to(new Size(2, 2), new byte[] {1, 2, 3, 4}, new Size(2, 2)))
                .containsExactly(1, 2, 3, 4);
        assertThat(Resizing.to(new Size(4, 2), new byte[] {0, 100}, new Size(2, 1)))
                .containsExactly(0, 0, 0, 0, 100, 100, 100, 100);
        assertThat(Resizing.to(new Size(1, 1), new byte[] {(byte) 255, (byte) 255}, new Size(1, 2)))
                .containsExactly((byte) 255);
    }

    @Test
    void aModelIsAskedWithItsOwnSizeColourAndClasses() throws IOException {
        grey("a/1.png", 4, 4, 50);
        grey("b/2.png", 4, 4, 90);
        IndexedData trained = open("size: 2\ncolour: colour");
        Files.delete(folder.resolve("set/a/1.png"));
        Files.delete(folder.resolve("set/a"));

        IndexedData asked = section("").openWhole(trained.spec(), true).data();

        assertThat(asked.spec()).isEqualTo(trained.spec());
        assertThat(asked.target(0)).isEqualTo(1);
        grey("loose.png", 9, 5, 3);
        assertThat(section("").openWhole(trained.spec(), false).size()).isEqualTo(2);
        grey("bb/3.png", 4, 4, 1);
        assertThatThrownBy(() -> section("").openWhole(trained.spec(), true))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-mismatch"))
                .hasMessageContaining("bb");
        assertThatThrownBy(() -> section("").openWhole(new IrisData().open(null).spec(), false))
                .isInstanceOf(UserMistake.class);
    }

    @Test
    void refusesWhatIsNoImageByItsPath() throws IOException {
        grey("a/1.png", 4, 4, 50);
        Files.writeString(folder.resolve("set/a/notes.txt"), "to do");
        refused("image-unreadable", "", "notes.txt", "neither PNG nor JPEG");
        save("a/2.gif", new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY), "gif");
        Files.delete(folder.resolve("set/a/notes.txt"));
        refused("image-unreadable", "", "2.gif", "neither PNG nor JPEG");
    }

    @Test
    void refusesFoldersThatHoldNoClasses() throws IOException {
        refused("no-such-file", "", "set");
        Files.createDirectories(folder.resolve("set"));
        refused("data-format", "", "0 folders");
        Files.createDirectory(folder.resolve("set/a"));
        refused("data-format", "", "holds no images");
        assertThatThrownBy(() -> section("size: [1, 2, 3]")).hasMessageContaining("height and width");
    }

    @Test
    void refusesAnImageThatWouldNotFitBeforeDecodingIt() throws IOException {
        grey("a/1.png", 4, 4, 50);
        Path file = folder.resolve("set/a/1.png");
        byte[] png = Files.readAllBytes(file);
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        Files.write(file, png);

        refused("image-too-large", "", "1.png", "60000×60000");
    }

    private void grey(String name, int height, int width, int value) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < height * width; i++) {
            image.getRaster().setSample(i % width, i / width, 0, value);
        }
        save(name, image, name.endsWith("jpg") ? "jpg" : "png");
    }

    private void save(String name, BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("set").resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    }

    private IndexedData open(String options) {
        return section(options).source().open(null);
    }

    private DataSource section(String options) {
        try {
            Path yaml = folder.resolve("data.yaml");
            Files.writeString(yaml, "format: images\npath: set\n" + options);
            return Sections.read(new DataSection(), yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void refused(String kind, String options, String... words) {
        assertThatThrownBy(() -> open(options))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }
}
