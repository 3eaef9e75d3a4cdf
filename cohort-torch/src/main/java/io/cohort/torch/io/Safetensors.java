package io.cohort.torch.io;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.ElementType;
import io.cohort.torch.internal.TensorBytes;
import io.cohort.torch.io.SafetensorsHeader.Entry;
import io.cohort.torch.io.SafetensorsHeader.Item;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes tensors by name in the safetensors layout: eight bytes with the header's length, the header as JSON (type, shape and place of
 * each tensor), then the tensors' bytes without holes. Everything is little-endian and row-major.
 *
 * <p>Memory: neither direction holds the file; reading allocates nothing on the header's word that the file has not shown to hold.
 *
 * <p>Threading: stateless.
 *
 * <p>Source: the layout published at huggingface.co/docs/safetensors.
 */
public final class Safetensors {

    private static final long UNKNOWN = -1;

    /** What a tensor from a stream of unknown length may take before its bytes have come. */
    private static final long FIRST_BYTES = 1 << 24;

    private Safetensors() {}

    /**
     * Writes tensors of any of {@link ElementType}'s types.
     *
     * @param out is not closed
     * @param metadata texts to keep beside them
     */
    public static void write(WritableByteChannel out, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        List<Item> items = new ArrayList<>();
        tensors.forEach((name, tensor) -> items.add(new Item(name, ElementType.of(tensor), shape(tensor))));
        SafetensorsHeader header = SafetensorsHeader.layOut(items, metadata);
        byte[] json = header.toJson();
        writeFully(
                out,
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .flip());
        writeFully(out, ByteBuffer.wrap(json));
        for (Entry entry : header.entries()) {
            Tensor tensor = Objects.requireNonNull(tensors.get(entry.name()));
            TensorBytes.send(tensor, piece -> writeFully(out, piece));
        }
    }

    /**
     * Reads a whole file.
     *
     * @return the tensors by name, sorted, in the caller's scope
     * @throws UserMistake of kind {@code no-such-file}, {@code file-unreadable} or {@code weights-invalid}
     */
    public static Map<String, Tensor> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, Files.size(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new UserMistake(
                    "no-such-file", new Problem(file.toString(), null, "there is no such file", "Check the path"));
        } catch (IOException e) {
            throw new UserMistake(
                    "file-unreadable",
                    new Problem(
                            file.toString(), null, "cannot be read (" + e.getMessage() + ")", "Check its permissions"));
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param in is not closed
     * @param place what to call it in messages
     * @return the tensors by name, sorted, in the caller's scope
     * @throws UserMistake of kind {@code weights-invalid} when it does not hold what the layout demands
     */
    public static Map<String, Tensor> read(InputStream in, String place) throws IOException {
        return read(in, UNKNOWN, place);
    }

    private static Map<String, Tensor> read(InputStream in, long fileBytes, String place) throws IOException {
        TreeMap<String, Tensor> tensors = new TreeMap<>();
        try {
            SafetensorsHeader header = header(in, fileBytes);
            for (Entry entry : header.entries()) {
                long first = fileBytes == UNKNOWN ? FIRST_BYTES : entry.bytes();
                tensors.put(
                        entry.name(),
                        TensorBytes.receive(in, entry.type().scalarType(), entry.dims(), entry.bytes(), first));
            }
            if (in.read() >= 0) {
                throw new SafetensorsHeaderReader.Invalid("it goes on after its last tensor");
            }
            return tensors;
        } catch (EOFException e) {
            throw invalid(tensors, place, "it ends too early");
        } catch (SafetensorsHeaderReader.Invalid e) {
            throw invalid(tensors, place, e.getMessage());
        }
    }

    private static SafetensorsHeader header(InputStream in, long fileBytes)
            throws IOException, SafetensorsHeaderReader.Invalid {
        long length = ByteBuffer.wrap(exactly(in, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 0 || length > SafetensorsHeader.MOST_BYTES) {
            throw new SafetensorsHeaderReader.Invalid("its header would take " + Long.toUnsignedString(length)
                    + " bytes; at most " + SafetensorsHeader.MOST_BYTES + " are allowed");
        }
        SafetensorsHeader header = SafetensorsHeaderReader.read(exactly(in, (int) length));
        long left = fileBytes - Long.BYTES - length;
        if (fileBytes != UNKNOWN && header.dataBytes() != left) {
            throw new SafetensorsHeaderReader.Invalid(
                    "its tensors take " + header.dataBytes() + " bytes, but " + left + " follow the header");
        }
        return header;
    }

    private static byte[] exactly(InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException();
        }
        return read;
    }

    private static UserMistake invalid(Map<String, Tensor> read, String place, @Nullable String rule) {
        read.values().forEach(Tensor::close);
        return new UserMistake(
                "weights-invalid",
                new Problem(place, null, "no valid safetensors file: " + rule, "Copy or save the file again"));
    }

    private static List<Long> shape(Tensor tensor) {
        return Arrays.stream(tensor.shape()).boxed().toList();
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
