package io.cohort.observe.internal.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of TFRecords: for each record its length (8 bytes, little-endian), the length's masked CRC-32C (4), the data, and the data's masked
 * CRC-32C (4).
 *
 * <p>Threading: one thread at a time. A record is handed to the system whole; a reader that follows the file never has to wait for a flush.
 *
 * <p>Source: TensorFlow guide, "TFRecord and tf.train.Example", section "TFRecords format details".
 */
final class RecordFile implements AutoCloseable {

    private static final int LENGTH_BYTES = 8;
    private static final int CHECKSUM_BYTES = 4;
    private static final int MASK_DELTA = 0xa282ead8;

    private final FileChannel channel;

    /** @param file which must not exist */
    RecordFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void append(byte[] data) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(LENGTH_BYTES + CHECKSUM_BYTES + data.length + CHECKSUM_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(masked(record.array(), LENGTH_BYTES));
        record.put(data);
        record.putInt(masked(data, data.length));
        record.flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    /** A checksum of data that holds checksums would be weak: the mask makes it another function. */
    private static int masked(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
