package io.cohort.comm.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * Headers as 64 bytes, little-endian, closed by a checksum.
 *
 * <pre>
 *  0 magic "COHT"   4 version  6 kind  8 group (first 8 bytes of SHA-256 of its name)  16 generation  20 tag
 * 24 sequence      32 fingerprint     40 count      48 length      56 zero      60 CRC-32C of bytes 0 to 59
 * </pre>
 *
 * <p>Threading: immutable.
 */
public final class HeaderCodec {

    public static final int BYTES = 64;
    public static final int MAGIC = 0x54484f43;
    public static final short VERSION = 1;

    private static final int CHECKED_BYTES = 60;

    private final long group;
    private final int generation;

    public HeaderCodec(String groupName, int generation) {
        this.group = groupNumber(groupName);
        this.generation = generation;
    }

    public long group() {
        return group;
    }

    public int generation() {
        return generation;
    }

    /** Writes at an absolute offset; the buffer's position stays. */
    public void encode(Header header, ByteBuffer target, int offset) {
        ByteBuffer out = target.slice(offset, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, MAGIC)
                .putShort(4, VERSION)
                .putShort(6, (short) header.kind().code())
                .putLong(8, group)
                .putInt(16, generation)
                .putInt(20, header.tag())
                .putLong(24, header.sequence())
                .putLong(32, header.fingerprint().bits())
                .putLong(40, header.fingerprint().count())
                .putLong(48, header.length())
                .putInt(56, 0)
                .putInt(CHECKED_BYTES, checksum(out));
    }

    /** Reads at an absolute offset and checks everything that can be checked without knowing what is expected. */
    public Header decode(ByteBuffer source, int offset) throws MalformedFrame {
        ByteBuffer in = source.slice(offset, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != MAGIC) {
            throw new MalformedFrame("it does not begin like a frame: " + Integer.toHexString(in.getInt(0)));
        }
        if (in.getInt(CHECKED_BYTES) != checksum(in)) {
            throw new MalformedFrame("its checksum is wrong");
        }
        if (in.getShort(4) != VERSION) {
            throw new MalformedFrame("protocol version " + in.getShort(4) + " instead of " + VERSION);
        }
        if (in.getLong(8) != group) {
            throw new MalformedFrame("it belongs to another group");
        }
        if (in.getInt(16) != generation) {
            throw new MalformedFrame("generation " + in.getInt(16) + " instead of " + generation);
        }
        long length = in.getLong(48);
        if (length < 0) {
            throw new MalformedFrame("its length is " + length);
        }
        return new Header(
                FrameKind.ofCode(in.getShort(6)),
                in.getLong(24),
                Fingerprint.of(in.getLong(32), in.getLong(40)),
                in.getInt(20),
                length);
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CHECKED_BYTES));
        return (int) crc.getValue();
    }

    private static long groupNumber(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
