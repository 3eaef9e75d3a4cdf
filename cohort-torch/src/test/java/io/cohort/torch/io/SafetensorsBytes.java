package io.cohort.torch.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Safetensors files as bytes: written by the class under test, written by hand, and read with nothing but the published layout. */
final class SafetensorsBytes {

    private SafetensorsBytes() {}

    static byte[] of(Map<String, Tensor> tensors, Map<String, String> metadata) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Safetensors.write(Channels.newChannel(out), tensors, metadata);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** Any header text in front of any number of zero bytes. */
    static byte[] of(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    static int headerLength(byte[] file) {
        return (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    static JsonNode header(byte[] file) {
        try {
            return new ObjectMapper().readTree(new String(file, 8, headerLength(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The bytes of one tensor, as its header entry places them. */
    static ByteBuffer data(byte[] file, String name) {
        JsonNode offsets = header(file).get(name).get("data_offsets");
        int begin = 8 + headerLength(file) + offsets.get(0).asInt();
        int end = 8 + headerLength(file) + offsets.get(1).asInt();
        return ByteBuffer.wrap(file, begin, end - begin).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
