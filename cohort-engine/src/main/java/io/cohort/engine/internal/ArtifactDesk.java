package io.cohort.engine.internal;

import io.cohort.engine.ArtifactStore;
import io.cohort.engine.ArtifactStore.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does what one worker asks of the launcher's files. What it left open is given up when it goes.
 *
 * <p>Threading: confined to the gang's file thread.
 */
final class ArtifactDesk {

    /** A draft and the file of it that is open. */
    private static final class OpenDraft {
        private final Draft draft;
        private @Nullable WritableByteChannel file;

        OpenDraft(Draft draft) {
            this.draft = draft;
        }
    }

    private final ArtifactStore store;
    private final Map<Long, OpenDraft> drafts = new HashMap<>();
    private final Map<Long, InputStream> files = new HashMap<>();
    private long nextHandle = 1;

    ArtifactDesk(ArtifactStore store) {
        this.store = store;
    }

    /** Does it and answers with bytes, in parts where there are several. */
    List<byte[]> serve(Message.ArtifactRequest request, byte[] payload) throws IOException {
        long handle = request.handle();
        String path = request.path();
        return switch (request.operation()) {
            case BEGIN -> List.of(begin(path));
            case CREATE -> create(draft(handle), path);
            case WRITE -> write(draft(handle), payload);
            case CLOSE_FILE -> closeFile(draft(handle));
            case COMMIT -> commit(handle);
            case ABORT -> abort(handle);
            case OPEN -> List.of(open(path));
            case READ -> List.of(file(handle).readNBytes(RemoteArtifacts.CHUNK_BYTES));
            case CLOSE_READ -> closeRead(handle);
            case LIST ->
                store.list(path).stream()
                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                        .toList();
            case DELETE -> delete(path);
        };
    }

    /** Gives up what is open: drafts leave nothing. */
    void close() throws IOException {
        for (Long handle : List.copyOf(files.keySet())) {
            closeRead(handle);
        }
        for (Long handle : List.copyOf(drafts.keySet())) {
            abort(handle);
        }
    }

    private byte[] begin(String path) throws IOException {
        Draft draft = store.begin(path);
        drafts.put(nextHandle, new OpenDraft(draft));
        return number(nextHandle++);
    }

    private static List<byte[]> create(OpenDraft open, String file) throws IOException {
        open.file = open.draft.create(file);
        return List.of();
    }

    private static List<byte[]> write(OpenDraft open, byte[] bytes) throws IOException {
        WritableByteChannel file = open.file;
        if (file == null) {
            throw new IOException("no file of the draft is open");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        return List.of();
    }

    private static List<byte[]> closeFile(OpenDraft open) throws IOException {
        WritableByteChannel file = open.file;
        open.file = null;
        if (file != null) {
            file.close();
        }
        return List.of();
    }

    private List<byte[]> commit(long handle) throws IOException {
        OpenDraft open = draft(handle);
        open.draft.commit();
        drafts.remove(handle);
        open.draft.close();
        return List.of();
    }

    private List<byte[]> abort(long handle) throws IOException {
        OpenDraft open = drafts.remove(handle);
        if (open != null) {
            try {
                closeFile(open);
            } finally {
                open.draft.close();
            }
        }
        return List.of();
    }

    private byte[] open(String path) throws IOException {
        files.put(nextHandle, store.open(path));
        return number(nextHandle++);
    }

    private List<byte[]> closeRead(long handle) throws IOException {
        InputStream file = files.remove(handle);
        if (file != null) {
            file.close();
        }
        return List.of();
    }

    private List<byte[]> delete(String path) throws IOException {
        store.delete(path);
        return List.of();
    }

    private OpenDraft draft(long handle) throws IOException {
        OpenDraft open = drafts.get(handle);
        if (open == null) {
            throw new IOException("the draft is committed or closed already");
        }
        return open;
    }

    private InputStream file(long handle) throws IOException {
        InputStream file = files.get(handle);
        if (file == null) {
            throw new IOException("the file is closed already");
        }
        return file;
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
