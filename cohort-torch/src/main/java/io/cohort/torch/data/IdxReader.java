package io.cohort.torch.data;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads one IDX file, plain or compressed with gzip (seen from its first bytes, not from its name).
 *
 * <p>Layout: two zero bytes, a type code, the number of dimensions; then each dimension as a big-endian 32-bit number; then the elements.
 *
 * <p>Memory: nothing is allocated on the word of the header alone. What it announces is held against the size of the file (a compressed one can
 * be at most {@value #MOST_INFLATION} times as large inside), and elements are read in growing pieces.
 *
 * <p>Source: the format's description at the end of Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 */
final class IdxReader {

    /** Deflate cannot make more than this of one byte. */
    private static final int MOST_INFLATION = 1032;

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int MOST_DIMENSIONS = 8;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;

    IdxReader(Path file) {
        this.file = file;
    }

    IdxArray read() {
        try {
            if (Files.isDirectory(file)) {
                throw mistake("data-format", "is a folder", "Name the file itself");
            }
            long size = Files.size(file);
            try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
                return compressed(raw)
                        ? parse(new GZIPInputStream(raw, BUFFER_BYTES), saturated(size))
                        : parse(raw, size);
            }
        } catch (NoSuchFileException e) {
            throw mistake(
                    "no-such-file",
                    "there is no such file",
                    "Check the path; a relative one starts at the job file's folder");
        } catch (EOFException e) {
            throw truncated("ends too early");
        } catch (ZipException e) {
            throw mistake("data-format", "its compression is damaged (" + e.getMessage() + ")", "Fetch the file again");
        } catch (IOException e) {
            throw mistake("file-unreadable", "cannot be read (" + e.getMessage() + ")", "Check its permissions");
        }
    }

    private static boolean compressed(InputStream raw) throws IOException {
        raw.mark(2);
        int magic = (raw.read() << 8) | raw.read();
        raw.reset();
        return magic == GZIP_MAGIC;
    }

    private static long saturated(long compressedBytes) {
        return compressedBytes > Long.MAX_VALUE / MOST_INFLATION ? Long.MAX_VALUE : compressedBytes * MOST_INFLATION;
    }

    /** @param mostBytes what the stream can hold at most */
    private IdxArray parse(InputStream in, long mostBytes) throws IOException {
        int magic = int32(in);
        IdxType type = type(magic);
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < (magic & 0xff); i++) {
            shape.add(int32(in) & 0xffffffffL);
        }
        long bytes = bytes(type, shape, mostBytes);
        byte[] elements = in.readNBytes((int) bytes);
        if (elements.length < bytes) {
            throw truncated("announces " + bytes + " bytes for dimensions " + shape + " but holds " + elements.length);
        }
        if (in.read() >= 0) {
            throw mistake(
                    "data-format",
                    "goes on after the " + bytes + " bytes of its dimensions " + shape,
                    "Fetch the file again");
        }
        return new IdxArray(type, List.copyOf(shape), elements);
    }

    private IdxType type(int magic) {
        int dimensions = magic & 0xff;
        if (magic >>> 16 != 0 || dimensions == 0 || dimensions > MOST_DIMENSIONS) {
            throw wrongMagic(magic);
        }
        return IdxType.ofCode((magic >>> 8) & 0xff).orElseThrow(() -> wrongMagic(magic));
    }

    private UserMistake wrongMagic(int magic) {
        return mistake(
                "data-format",
                String.format("begins with 0x%08x, which no IDX file does", magic),
                "Give a file in MNIST's format (0x00000803 for images, 0x00000801 for labels)");
    }

    private long bytes(IdxType type, List<Long> shape, long mostBytes) {
        long bytes = type.bytes();
        for (long dimension : shape) {
            if (dimension == 0) {
                throw mistake("data-format", "has a dimension of 0 in " + shape, "Give a file that holds samples");
            }
            if (bytes > mostBytes / dimension) {
                throw truncated("announces dimensions " + shape + ", more than its size can hold");
            }
            bytes *= dimension;
        }
        if (bytes > LARGEST_ARRAY) {
            throw mistake(
                    "data-too-large",
                    "holds " + bytes + " bytes; at most " + LARGEST_ARRAY + " can be read",
                    "Divide the file");
        }
        return bytes;
    }

    private static int int32(InputStream in) throws IOException {
        byte[] four = in.readNBytes(4);
        if (four.length < 4) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(four).getInt();
    }

    private UserMistake truncated(String what) {
        return mistake("data-truncated", what, "Fetch the file again; it was probably cut off");
    }

    private UserMistake mistake(String kind, String rule, String fix) {
        return new UserMistake(kind, new Problem(file.toString(), null, rule, fix));
    }
}
