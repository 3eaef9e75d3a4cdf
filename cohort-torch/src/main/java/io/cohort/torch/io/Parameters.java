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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;

/** The parameters and buffers of a model, by name. */
public final class Parameters {

    private Parameters() {}

    /**
     * All of a model's parameters and buffers, of its children too ({@code conv1.weight}), sorted by name.
     *
     * @return handles in the caller's scope, on the model's own memory
     */
    public static Map<String, Tensor> of(Module module) {
        TreeMap<String, Tensor> all = new TreeMap<>();
        collect(module.named_parameters(true), all);
        collect(module.named_buffers(true), all);
        return all;
    }

    private static void collect(StringTensorDict dict, Map<String, Tensor> all) {
        for (long i = 0; i < dict.size(); i++) {
            all.put(
                    dict.get(i).key().getString(StandardCharsets.UTF_8),
                    new Tensor(dict.get(i).value()));
        }
    }

    /**
     * A hash of names, types, shapes and values, equal on every machine for equal tensors.
     *
     * <p>SHA-256 over the tensors in the order of their names' UTF-8 bytes (unsigned). For each tensor: the name's length in bytes as an int32, the
     * name in UTF-8; the length of the type's word as an int32, the word in ASCII ({@code float32}); the number of dimensions as
     * an int32, each dimension as an int64; then the elements in row-major order. Every number is little-endian.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public static String sha256(Map<String, Tensor> tensors) {
        MessageDigest digest = newDigest();
        List<String> names = new ArrayList<>(tensors.keySet());
        names.sort(Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        for (String name : names) {
            Tensor tensor = tensors.get(name);
            if (tensor != null) {
                add(digest, name, tensor);
            }
        }
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

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
