package io.cohort.torch.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The bytes of tensors, little-endian and in row-major order, a piece at a time. */
public final class TensorBytes {

    private static final int PIECE_BYTES = 1 << 20;

    private TensorBytes() {}

    /** Takes one piece; what it does not read is lost. */
    public interface Sink {
        void accept(ByteBuffer piece) throws IOException;
    }

    /** Gives every byte of a tensor to a sink. Only a tensor that is not contiguous is copied. */
    public static void send(Tensor tensor, Sink sink) throws IOException {
        if (tensor.numel() == 0) {
            return;
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor row = tensor.detach().contiguous();
            BytePointer bytes = new BytePointer(row.data_ptr());
            for (long at = 0; at < row.nbytes(); at += PIECE_BYTES) {
                bytes.position(at).limit(Math.min(row.nbytes(), at + PIECE_BYTES));
                sink.accept(bytes.asByteBuffer());
            }
        }
    }

    /**
     * Reads a tensor. Room is made as bytes arrive, so that a stream that ends early never costs more than about twice what it held.
     *
     * @param firstBytes how much may be allocated before anything has arrived; at least 1
     * @return a tensor of the shape in the caller's scope
     * @throws EOFException when the stream ends before the tensor is full
     */
    public static Tensor receive(InputStream in, ScalarType type, long[] shape, long bytes, long firstBytes)
            throws IOException {
        if (bytes == 0) {
            return ArrayTensors.empty(type, shape);
        }
        try (Tensor raw = fill(in, bytes, firstBytes);
                Tensor typed = raw.view(type)) {
            return typed.reshape(shape);
        }
    }

    private static Tensor fill(InputStream in, long bytes, long firstBytes) throws IOException {
        byte[] piece = new byte[(int) Math.min(bytes, PIECE_BYTES)];
        Tensor room = bytes(Math.min(bytes, firstBytes));
        long filled = 0;
        while (filled < bytes) {
            int read = in.readNBytes(piece, 0, (int) Math.min(piece.length, bytes - filled));
            if (read == 0) {
                room.close();
                throw new EOFException();
            }
            if (filled + read > room.numel()) {
                room = grown(room, filled, Math.min(bytes, Math.max(2 * room.numel(), filled + read)));
            }
            new BytePointer(room.data_ptr()).position(filled).put(piece, 0, read);
            filled += read;
        }
        return room;
    }

    private static Tensor grown(Tensor room, long filled, long bytes) {
        Tensor larger = bytes(bytes);
        BytePointer.memcpy(larger.data_ptr(), room.data_ptr(), filled);
        room.close();
        return larger;
    }

    private static Tensor bytes(long count) {
        return ArrayTensors.empty(ScalarType.Byte, count);
    }
}
