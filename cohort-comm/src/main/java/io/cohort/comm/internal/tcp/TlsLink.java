package io.cohort.comm.internal.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * A socket whose bytes are encrypted. Payload is encrypted from where it lies, and decrypted to where it shall lie when there is room for a
 * whole record; only what is smaller, such as a header, goes through a buffer.
 *
 * <p>The handshake happens inside reads and writes: until it is over, both take nothing of what is handed to them.
 */
final class TlsLink implements ByteLink {

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};
    /** So many records go to the system in one call. A stranger, who does not get beyond the handshake, gets room for one. */
    private static final int RECORDS_AT_ONCE = 5;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final int recordBytes;
    private boolean ended;

    /** To be read from. */
    private ByteBuffer plainIn;
    /** To be read from. */
    private ByteBuffer cipherIn;
    /** To be read from. */
    private ByteBuffer cipherOut;

    /**
     * Takes over a socket.
     *
     * @param channel not blocking
     */
    TlsLink(SocketChannel channel, SSLEngine engine) throws SSLException {
        this.channel = channel;
        this.engine = engine;
        this.recordBytes = engine.getSession().getPacketBufferSize();
        this.plainIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
        this.cipherIn = ByteBuffer.allocate(recordBytes).limit(0);
        this.cipherOut = ByteBuffer.allocate(recordBytes).limit(0);
        engine.beginHandshake();
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int before = target.remaining();
        try {
            boolean more = true;
            while (more && target.hasRemaining()) {
                more = step(target);
            }
        } catch (SSLException e) {
            tellWhy(e);
            throw e;
        }
        int read = before - target.remaining();
        return read == 0 && ended && before > 0 ? -1 : read;
    }

    @Override
    public long write(ByteBuffer... parts) throws IOException {
        try {
            long moved = send();
            while (!hasUnsent() && (isShakingHands() || !isEmpty(parts))) {
                boolean more =
                        switch (engine.getHandshakeStatus()) {
                            case NEED_TASK -> runTasks();
                            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> false;
                            default -> encrypt(parts);
                        };
                if (!more) {
                    return moved;
                }
                moved += send();
            }
            return moved;
        } catch (SSLException e) {
            tellWhy(e);
            throw e;
        }
    }

    @Override
    public boolean hasUnsent() {
        return cipherOut.hasRemaining();
    }

    @Override
    public byte[] binding() throws IOException {
        SSLSession session = engine.getSession();
        Certificate own = session.getLocalCertificates()[0];
        Certificate peer = session.getPeerCertificates()[0];
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((engine.getUseClientMode() ? own : peer).getEncoded());
            return digest.digest((engine.getUseClientMode() ? peer : own).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new SSLException("a certificate cannot be written down", e);
        }
    }

    @Override
    public void finish() throws IOException {
        engine.closeOutbound();
        write();
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Does the next thing on the way to more bytes. @return whether it is worth going on */
    private boolean step(ByteBuffer target) throws IOException {
        if (plainIn.hasRemaining()) {
            int bytes = Math.min(target.remaining(), plainIn.remaining());
            target.put(plainIn.slice(plainIn.position(), bytes));
            plainIn.position(plainIn.position() + bytes);
            return true;
        }
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> encrypt(NOTHING) && send() > 0 && !hasUnsent();
            default -> decrypt(target);
        };
    }

    private boolean runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return true;
    }

    /** Decrypts one record. @return whether it is worth going on */
    private boolean decrypt(ByteBuffer target) throws IOException {
        SSLEngineResult result = engine.unwrap(cipherIn, target);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            plainIn.clear();
            try {
                result = engine.unwrap(cipherIn, plainIn);
            } finally {
                plainIn.flip();
            }
        }
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
            return result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone();
        }
        return result.getStatus() != Status.BUFFER_UNDERFLOW || receive();
    }

    /** The other side learns why it is let down before the connection closes. */
    private void tellWhy(SSLException reason) {
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && encrypt(NOTHING)) {
                send();
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Encrypts as many records as there is room for. @return whether there is something to send */
    private boolean encrypt(ByteBuffer... parts) throws IOException {
        cipherOut.compact();
        try {
            while (true) {
                SSLEngineResult result = engine.wrap(parts, cipherOut);
                if (result.getStatus() == Status.BUFFER_OVERFLOW && cipherOut.position() == 0) {
                    cipherOut = ByteBuffer.allocateDirect(cipherOut.capacity() * 2);
                } else if (result.getStatus() != Status.OK || isEmpty(parts) || isShakingHands()) {
                    break;
                } else if (cipherOut.capacity() == recordBytes) {
                    cipherOut = ByteBuffer.allocateDirect(RECORDS_AT_ONCE * recordBytes)
                            .put(cipherOut.flip());
                }
            }
        } finally {
            cipherOut.flip();
        }
        return hasUnsent();
    }

    private boolean isShakingHands() {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static boolean isEmpty(ByteBuffer... parts) {
        for (ByteBuffer part : parts) {
            if (part.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private long send() throws IOException {
        return cipherOut.hasRemaining() ? channel.write(cipherOut) : 0;
    }

    /** Fetches what the socket has. @return whether that was anything */
    private boolean receive() throws IOException {
        if (cipherIn.capacity() == recordBytes && !isShakingHands()) {
            cipherIn = ByteBuffer.allocateDirect(RECORDS_AT_ONCE * recordBytes)
                    .put(cipherIn)
                    .flip();
        }
        cipherIn.compact();
        try {
            int read = channel.read(cipherIn);
            ended |= read < 0;
            return read > 0;
        } finally {
            cipherIn.flip();
        }
    }
}
