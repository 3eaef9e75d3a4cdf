package io.cohort.torch.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files, good and bad. */
final class IdxFiles {

    private IdxFiles() {}

    /** Any header in front of any elements. */
    static byte[] bytes(int magic, int[] dimensions, byte... elements) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + elements.length);
        buffer.putInt(magic);
        for (int dimension : dimensions) {
            buffer.putInt(dimension);
        }
        return buffer.put(elements).array();
    }

    /** Images of bytes that count up from 250 and wrap at 256. */
    static byte[] images(int... dimensions) {
        int elements = 1;
        for (int dimension : dimensions) {
            elements *= dimension;
        }
        byte[] values = new byte[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (byte) (250 + i);
        }
        return bytes(0x0800 + dimensions.length, dimensions, values);
    }

    static byte[] labels(int... labels) {
        byte[] values = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            values[i] = (byte) labels[i];
        }
        return bytes(0x0801, new int[] {labels.length}, values);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static Path write(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
