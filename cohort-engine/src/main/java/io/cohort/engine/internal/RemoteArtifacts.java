package io.cohort.engine.internal;

import io.cohort.engine.ArtifactStore;
import io.cohort.engine.internal.Message.ArtifactOperation;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The launcher's files, seen over the control connection: each piece is answered before the next is sent, so that memory stays small on
 * both sides and an error reaches the write that caused it.
 */
final class RemoteArtifacts implements ArtifactStore {

    static final int CHUNK_BYTES = 1 << 20;
    static final String NO_SUCH_FILE = "no-such-file";

    private static final byte[] NOTHING = {};

    private final Requests requests;

    RemoteArtifacts(Requests requests) {
        this.requests = requests;
    }

    @Override
    public Draft begin(String path) throws IOException {
        return new RemoteDraft(handle(ask(ArtifactOperation.BEGIN, path, 0, NOTHING)));
    }

    @Override
    public InputStream open(String path) throws IOException {
        return new RemoteFile(handle(ask(ArtifactOperation.OPEN, path, 0, NOTHING)));
    }

    @Override
    public List<String> list(String path) throws IOException {
        return ask(ArtifactOperation.LIST, path, 0, NOTHING).parts().stream()
                .map(name -> new String(name, StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void delete(String path) throws IOException {
        ask(ArtifactOperation.DELETE, path, 0, NOTHING);
    }

    private static long handle(Envelope answer) {
        return ByteBuffer.wrap(answer.payload()).getLong();
    }

    private Envelope ask(ArtifactOperation operation, String path, long handle, byte[] bytes) throws IOException {
        try {
            return requests.ask(id -> new Message.ArtifactRequest(id, operation, path, handle), bytes)
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while handing files to the launcher");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Requests.Refused refused) {
                throw refused.refusal().kind().equals(NO_SUCH_FILE)
                        ? new NoSuchFileException(refused.getMessage())
                        : new IOException(refused.getMessage(), refused);
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    private final class RemoteDraft implements Draft {
        private final long handle;
        private boolean open = true;

        RemoteDraft(long handle) {
            this.handle = handle;
        }

        @Override
        public WritableByteChannel create(String file) throws IOException {
            ask(ArtifactOperation.CREATE, file, handle, NOTHING);
            return new RemoteChannel(handle);
        }

        @Override
        public void commit() throws IOException {
            ask(ArtifactOperation.COMMIT, "", handle, NOTHING);
            open = false;
        }

        @Override
        public void close() throws IOException {
            if (open) {
                open = false;
                ask(ArtifactOperation.ABORT, "", handle, NOTHING);
            }
        }
    }

    private final class RemoteChannel implements WritableByteChannel {
        private final long handle;
        private boolean open = true;

        RemoteChannel(long handle) {
            this.handle = handle;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (!open) {
                throw new ClosedChannelException();
            }
            int total = source.remaining();
            while (source.hasRemaining()) {
                byte[] chunk = new byte[Math.min(source.remaining(), CHUNK_BYTES)];
                source.get(chunk);
                ask(ArtifactOperation.WRITE, "", handle, chunk);
            }
            return total;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() throws IOException {
            if (open) {
                open = false;
                ask(ArtifactOperation.CLOSE_FILE, "", handle, NOTHING);
            }
        }
    }

    private final class RemoteFile extends InputStream {
        private final long handle;
        private byte[] chunk = NOTHING;
        private int next;
        private boolean ended;
        private boolean open = true;

        RemoteFile(long handle) {
            this.handle = handle;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (next == chunk.length && !ended) {
                chunk = ask(ArtifactOperation.READ, "", handle, NOTHING).payload();
                next = 0;
                ended = chunk.length == 0;
            }
            if (ended) {
                return -1;
            }
            int bytes = Math.min(length, chunk.length - next);
            System.arraycopy(chunk, next, into, offset, bytes);
            next += bytes;
            return bytes;
        }

        @Override
        public void close() throws IOException {
            if (open) {
                open = false;
                ask(ArtifactOperation.CLOSE_READ, "", handle, NOTHING);
            }
        }
    }
}
