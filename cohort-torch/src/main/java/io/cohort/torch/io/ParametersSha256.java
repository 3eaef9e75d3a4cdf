package io.cohort.torch.io;

import io.cohort.torch.ElementType;
import io.cohort.torch.internal.TensorBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * A hash of tensors' names, types, shapes and values: equal for equal tensors on every machine.
 *
 * <p>SHA-256 over the tensors in the order of their names' UTF-8 bytes (unsigned). For each tensor: the name's length in bytes as an int32, the name in
 * UTF-8; the length of the type's word as an int32, the word in ASCII ({@code float32}); the number of dimensions as an int32, each dimension as an
 * int64; then the elements in row-major order. Every number is little-endian.
 */
public final class ParametersSha256 {

    private ParametersSha256() {}

    /** The hash as 64 lower-case hexadecimal digits. */
    public static String of(Map<String, Tensor> tensors) {
        Map<String, Tensor> ordered = new TreeMap<>(
                Comparator.comparing((String name) -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        ordered.putAll(tensors);
        MessageDigest digest = sha256();
        ordered.forEach((name, tensor) -> add(digest, name, tensor));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String name, Tensor tensor) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] type = ElementType.of(tensor).word().getBytes(StandardCharsets.US_ASCII);
        long[] shape = tensor.shape();
        ByteBuffer head = ByteBuffer.allocate(text.length + type.length + 3 * Integer.BYTES + shape.length * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(text.length).put(text).putInt(type.length).put(type).putInt(shape.length);
        for (long dim : shape) {
            head.putLong(dim);
        }
        digest.update(head.flip());
        try {
            TensorBytes.send(tensor, digest::update);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
