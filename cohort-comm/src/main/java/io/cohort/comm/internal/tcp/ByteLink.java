package io.cohort.comm.internal.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Bytes between this rank and one other, plain or encrypted; nothing here waits. Encryption may have to be agreed on before anything can
 * be written: who writes must therefore also read.
 *
 * <p>Threading: one thread.
 */
interface ByteLink extends Closeable {

    /** What is to be waited for; not blocking. */
    SocketChannel channel();

    /**
     * Reads what has come, as far as there is room.
     *
     * @return 0 when nothing has come yet, −1 when nothing will come any more
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Takes what can be sent now, in this order; without parts, sends what was taken before.
     *
     * @return how many bytes moved; 0 when it is to be tried again once the channel can be written
     */
    long write(ByteBuffer... parts) throws IOException;

    /** Whether something was taken that has not left yet. */
    boolean hasUnsent();

    /** What both sides know of this connection and of no other; empty where nothing is encrypted. */
    byte[] binding() throws IOException;

    /** Says that nothing more will be written, as far as that can be said at once. */
    void finish() throws IOException;
}
