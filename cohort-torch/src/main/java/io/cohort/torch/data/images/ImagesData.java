package io.cohort.torch.data.images;

import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Rows;
import io.cohort.torch.data.Task;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Images in files.
 *
 * <p>Memory: decoded images are kept, up to some bytes; the others are decoded each time they are asked for, and one that cannot be is named then.
 */
final class ImagesData implements IndexedData {

    private final DataSpec spec;
    private final List<ImageFile> files;
    private final List<Integer> targets;
    private final Size size;
    private final int channels;
    private final AtomicReferenceArray<byte[]> kept;
    private final AtomicLong room;

    /**
     * Decodes as many as are kept.
     *
     * @param targets class numbers; −1 where nobody asks for one
     * @param mostBytesKept decoded, in the heap
     */
    ImagesData(
            List<String> classes,
            List<ImageFile> files,
            List<Integer> targets,
            Size size,
            boolean colour,
            long mostBytesKept) {
        this.room = new AtomicLong(mostBytesKept);
        this.channels = colour ? 3 : 1;
        this.spec = new DataSpec(
                List.of((long) channels, (long) size.height(), (long) size.width()), Task.CLASSIFICATION, classes);
        this.files = files;
        this.targets = targets;
        this.size = size;
        this.kept = new AtomicReferenceArray<>(files.size());
        for (int i = 0; i < files.size() && room.get() >= spec.inputElements(); i++) {
            image(i);
        }
    }

    @Override
    public DataSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public double target(int sample) {
        return targets.get(sample);
    }

    @Override
    public Rows rows(int[] samples) {
        int elements = channels * size.pixels();
        float[] inputs = new float[Math.multiplyExact(samples.length, elements)];
        float[] chosen = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            byte[] image = image(Objects.checkIndex(samples[i], files.size()));
            for (int at = 0; at < elements; at++) {
                inputs[i * elements + at] = image[at] & 0xff;
            }
            chosen[i] = targets.get(samples[i]);
        }
        return new Rows(samples.length, inputs, chosen);
    }

    /** Channel after channel. */
    private byte[] image(int sample) {
        byte[] found = kept.get(sample);
        if (found == null) {
            found = decode(files.get(sample));
            if (room.get() >= found.length && kept.compareAndSet(sample, null, found)) {
                room.addAndGet(-found.length);
            }
        }
        return found;
    }

    private byte[] decode(ImageFile file) {
        ImageFile.Pixels pixels = file.pixels();
        byte[] image = new byte[channels * size.pixels()];
        if (channels == 1) {
            put(grey(pixels), pixels.size(), image, 0);
        } else {
            put(pixels.red(), pixels.size(), image, 0);
            put(pixels.green(), pixels.size(), image, 1);
            put(pixels.blue(), pixels.size(), image, 2);
        }
        return image;
    }

    private void put(byte[] pixels, Size from, byte[] image, int channel) {
        System.arraycopy(Resizing.to(size, pixels, from), 0, image, channel * size.pixels(), size.pixels());
    }

    /** Brightness by the weights of ITU-R BT.601. A grey image stays as it is. */
    private static byte[] grey(ImageFile.Pixels pixels) {
        byte[] grey = new byte[pixels.size().pixels()];
        for (int i = 0; i < grey.length; i++) {
            int red = pixels.red()[i] & 0xff;
            int green = pixels.green()[i] & 0xff;
            int blue = pixels.blue()[i] & 0xff;
            grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
        return grey;
    }
}
