package io.cohort.comm.internal.wire;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;

/**
 * A range of native memory: an address and a length. It owns nothing; who made the memory keeps it alive.
 *
 * @param address where it begins; 0 when empty
 * @param bytes its length
 */
public record Memory(long address, long bytes) {

    public static final Memory NONE = new Memory(0, 0);

    public Memory {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes=" + bytes + ": must not be negative");
        }
    }

    /** The elements of a contiguous tensor. */
    public static Memory of(Tensor tensor) {
        long bytes = tensor.nbytes();
        return bytes == 0 ? NONE : new Memory(tensor.data_ptr().address(), bytes);
    }

    public static Memory of(Pointer pointer, long bytes) {
        return bytes == 0 ? NONE : new Memory(pointer.address(), bytes);
    }

    public Memory slice(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, bytes);
        return length == 0 ? NONE : new Memory(address + offset, length);
    }

    public boolean overlaps(Memory other) {
        return bytes > 0 && other.bytes > 0 && address < other.address + other.bytes && other.address < address + bytes;
    }

    /** Copies as many bytes as this range holds; the same range is left alone. */
    public void copyFrom(Memory source) {
        if (source.bytes != bytes) {
            throw new IllegalArgumentException("source has " + source.bytes + " bytes, destination " + bytes);
        }
        if (bytes > 0 && address != source.address) {
            Pointer.memmove(pointer(), source.pointer(), bytes);
        }
    }

    public void zero() {
        if (bytes > 0) {
            Pointer.memset(pointer(), 0, bytes);
        }
    }

    /** A pointer to the first byte, without ownership. */
    public Pointer pointer() {
        return new Raw(address, bytes);
    }

    /** A direct view of at most 1 GiB from an offset on, for sockets. */
    public ByteBuffer buffer(long offset) {
        Memory part = slice(offset, Math.min(bytes - offset, 1 << 30));
        return part.bytes == 0 ? ByteBuffer.allocate(0) : new Raw(part.address, part.bytes).asBuffer();
    }

    /** A pointer set to an address that is known as a number. */
    private static final class Raw extends BytePointer {
        Raw(long address, long bytes) {
            super((Pointer) null);
            this.address = address;
            this.limit = bytes;
            this.capacity = bytes;
        }
    }
}
