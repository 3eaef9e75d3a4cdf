package io.cohort.comm.internal.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket as it is. */
record PlainLink(SocketChannel channel) implements ByteLink {

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public long write(ByteBuffer... parts) throws IOException {
        return channel.write(parts);
    }

    @Override
    public boolean hasUnsent() {
        return false;
    }

    @Override
    public byte[] binding() {
        return new byte[0];
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
