package io.cohort.torch.data.images;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * One PNG or JPEG file.
 *
 * <p>Memory: an image's size is read from its header, and nothing is decoded that has more than {@value #MOST_PIXELS} pixels, or
 * would take much of the heap.
 *
 * <p>Threading: safe for several threads.
 */
record ImageFile(Path path) {

    private static final int MOST_PIXELS = 1 << 25;

    /** Decoding takes up to eleven bytes a pixel. */
    private static final long DECODED_BYTES = 16;

    /** What the JPEG reader only warns of when it has made up the rest of an image. */
    private static final String CUT_SHORT = "premature end of data";

    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    /**
     * What a header says.
     *
     * @param colour whether pixels have more than a brightness
     */
    record Header(Size size, boolean colour) {}

    private interface Use<T> {
        T of(ImageReader reader) throws IOException;
    }

    /** Reads the header alone. @throws UserMistake of kind {@code image-unreadable} or {@code image-too-large} */
    Header header() {
        return use(this::header);
    }

    /** Decodes all of it. @throws UserMistake of kind {@code image-unreadable} or {@code image-too-large} */
    Pixels pixels() {
        return use(reader -> {
            header(reader);
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            Pixels pixels = Pixels.of(reader.read(0));
            if (warnings.stream().anyMatch(warning -> warning.contains(CUT_SHORT))) {
                throw new EOFException("its pixels end too early");
            }
            return pixels;
        });
    }

    private Header header(ImageReader reader) throws IOException {
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        long most = Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / DECODED_BYTES);
        if ((long) height * width > most) {
            throw mistake(
                    "image-too-large",
                    "has " + height + "×" + width + " pixels; at most " + most + " are decoded",
                    "Make it smaller, or remove it");
        }
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        return new Header(
                new Size(height, width),
                !types.hasNext() || coloured(types.next().getColorModel()));
    }

    private static boolean coloured(ColorModel model) {
        if (model instanceof IndexColorModel palette) {
            int[] colours = new int[palette.getMapSize()];
            palette.getRGBs(colours);
            for (int colour : colours) {
                if ((colour & 0xff) != (colour >> 8 & 0xff) || (colour & 0xff) != (colour >> 16 & 0xff)) {
                    return true;
                }
            }
            return false;
        }
        return model.getNumColorComponents() > 1;
    }

    /** Image readers answer a damaged file with any exception there is. */
    private <T> T use(Use<T> use) {
        try (ImageInputStream in = new FileImageInputStream(path.toFile())) {
            ImageReader reader = reader(in);
            try {
                reader.setInput(in, true, true);
                return use.of(reader);
            } finally {
                reader.dispose();
            }
        } catch (UserMistake e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw mistake(
                    "image-unreadable", "cannot be decoded (" + e.getMessage() + ")", "Mend the image, or remove it");
        }
    }

    private ImageReader reader(ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw mistake(
                "image-unreadable",
                "is neither PNG nor JPEG",
                "Keep only images in the folders of classes; names that begin with a dot are not looked at");
    }

    private UserMistake mistake(String kind, String rule, String fix) {
        return new UserMistake(kind, new Problem(path.toString(), null, rule, fix));
    }

    /** Brightness of red, green and blue, 0 to 255, row by row. */
    record Pixels(Size size, byte[] red, byte[] green, byte[] blue) {

        private static Pixels of(BufferedImage image) {
            Size size = new Size(image.getHeight(), image.getWidth());
            Pixels pixels = new Pixels(size, new byte[size.pixels()], new byte[size.pixels()], new byte[size.pixels()]);
            ColorModel model = image.getColorModel();
            if (model instanceof IndexColorModel) {
                pixels.fillFromPalette(image);
            } else {
                pixels.fillFromBands(image, model.getNumColorComponents() > 2);
            }
            return pixels;
        }

        private void fillFromPalette(BufferedImage image) {
            for (int i = 0; i < red.length; i++) {
                int rgb = image.getRGB(i % size.width(), i / size.width());
                red[i] = (byte) (rgb >> 16);
                green[i] = (byte) (rgb >> 8);
                blue[i] = (byte) rgb;
            }
        }

        /** By band and not by {@link BufferedImage#getRGB}, which would change the brightness of grey images. Alpha is not looked at. */
        private void fillFromBands(BufferedImage image, boolean colour) {
            int[] row = new int[size.width()];
            byte[][] channels = {red, green, blue};
            for (int channel = 0; channel < channels.length; channel++) {
                int band = colour ? channel : 0;
                int shift = Math.max(0, image.getSampleModel().getSampleSize(band) - 8);
                for (int y = 0; y < size.height(); y++) {
                    image.getRaster().getSamples(0, y, size.width(), 1, band, row);
                    for (int x = 0; x < size.width(); x++) {
                        channels[channel][y * size.width() + x] = (byte) (row[x] >> shift);
                    }
                }
            }
        }
    }
}
