package io.cohort.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Passes bytes on and hashes them on the way. Threading: one thread at a time. */
final class DigestChannel implements WritableByteChannel {

    private final WritableByteChannel out;
    private final MessageDigest digest = newSha256();
    private long bytes;

    DigestChannel(WritableByteChannel out) {
        this.out = out;
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The hash of all bytes so far. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** How many bytes have passed. */
    long bytes() {
        return bytes;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        ByteBuffer written = source.duplicate();
        int count = out.write(source);
        bytes += count;
        digest.update(written.limit(written.position() + count));
        return count;
    }

    @Override
    public boolean isOpen() {
        return out.isOpen();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
