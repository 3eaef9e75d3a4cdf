package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.wire.MalformedFrame;
import io.cohort.comm.internal.wire.Memory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of a group that all ranks see: this rank's own, found by address, and the peers', found by owner and number. A buffer has
 * the same number on every rank.
 *
 * <p>Threading: any thread.
 */
final class SharedBuffers implements AutoCloseable {

    private final ConcurrentSkipListMap<Long, Own> ownByAddress = new ConcurrentSkipListMap<>();
    private final Map<Key, SharedFile> peers = new ConcurrentHashMap<>();

    void addOwn(int number, SharedFile file) {
        ownByAddress.put(file.memory().address(), new Own(number, file));
    }

    void addPeer(int owner, int number, SharedFile file) {
        peers.put(new Key(owner, number), file);
    }

    void dropOwn(SharedFile file) {
        ownByAddress.remove(file.memory().address());
        file.close();
    }

    void dropPeer(int owner, int number) {
        SharedFile file = peers.remove(new Key(owner, number));
        if (file != null) {
            file.close();
        }
    }

    /** Where peers find this memory; null when they cannot see it. */
    @Nullable
    Place locate(Memory memory) {
        Map.Entry<Long, Own> entry = ownByAddress.floorEntry(memory.address());
        if (entry == null) {
            return null;
        }
        long offset = memory.address() - entry.getKey();
        boolean inside =
                offset + memory.bytes() <= entry.getValue().file().memory().bytes();
        return inside ? new Place(entry.getValue().number(), offset) : null;
    }

    /** A range of a peer's buffer as this process sees it. */
    Memory view(int owner, int number, long offset, long bytes) throws MalformedFrame {
        SharedFile file = peers.get(new Key(owner, number));
        if (file == null) {
            throw new MalformedFrame("it names buffer " + number + ", which is not known");
        }
        if (offset < 0 || offset + bytes > file.memory().bytes()) {
            throw new MalformedFrame("it reaches beyond the end of buffer " + number);
        }
        return file.memory().slice(offset, bytes);
    }

    @Override
    public void close() {
        ownByAddress.values().forEach(own -> own.file().close());
        ownByAddress.clear();
        peers.values().forEach(SharedFile::close);
        peers.clear();
    }

    record Place(int number, long offset) {}

    private record Own(int number, SharedFile file) {}

    private record Key(int owner, int number) {}
}
