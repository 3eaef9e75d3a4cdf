package io.cohort.engine.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One message on the control connection: a small JSON head and raw bytes.
 *
 * <p>On the wire: the head's length in four bytes, the head, the payload to the end.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(Message message, byte[] payload) {

    /** How large a message may be; tensors do not go this way. */
    static final int MAX_BYTES = 64 << 20;

    private static final byte[] NOTHING = {};
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static {
        JSON.registerSubtypes(Message.class.getPermittedSubclasses());
    }

    static Envelope of(Message message) {
        return new Envelope(message, NOTHING);
    }

    static Envelope of(Message message, byte[] payload) {
        return new Envelope(message, payload);
    }

    static Envelope of(Message message, String payload) {
        return new Envelope(message, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of several parts. */
    static Envelope answer(long id, List<byte[]> parts) {
        byte[] payload = new byte[parts.stream().mapToInt(p -> p.length).sum()];
        ByteBuffer joined = ByteBuffer.wrap(payload);
        parts.forEach(joined::put);
        return new Envelope(
                new Message.Answer(id, parts.stream().map(p -> p.length).toList()), payload);
    }

    /** The parts of an answer. */
    List<byte[]> parts() {
        ByteBuffer joined = ByteBuffer.wrap(payload);
        return ((Message.Answer) message)
                .sizes().stream()
                        .map(size -> {
                            byte[] part = new byte[size];
                            joined.get(part);
                            return part;
                        })
                        .toList();
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** How gRPC writes and reads envelopes. */
    static final class Marshaller implements MethodDescriptor.Marshaller<Envelope> {

        @Override
        public InputStream stream(Envelope envelope) {
            try {
                byte[] head = JSON.writerFor(Message.class).writeValueAsBytes(envelope.message);
                ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + head.length + envelope.payload.length);
                frame.putInt(head.length).put(head).put(envelope.payload);
                return new ByteArrayInputStream(frame.array());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Envelope parse(InputStream stream) {
            try (DataInputStream in = new DataInputStream(stream)) {
                int headBytes = in.readInt();
                if (headBytes < 0 || headBytes > MAX_BYTES) {
                    throw new IOException("the head of a control message cannot have " + headBytes + " bytes");
                }
                byte[] head = new byte[headBytes];
                in.readFully(head);
                return new Envelope(JSON.readValue(head, Message.class), in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
