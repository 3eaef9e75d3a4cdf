package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.collective.Exchange;
import io.cohort.comm.internal.collective.Exchange.Arrival;
import io.cohort.comm.internal.collective.Workbench;
import io.cohort.comm.internal.wire.Memory;
import io.cohort.comm.internal.wire.Outgoing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one buffer that all ranks see, a file a rank.
 *
 * <ol>
 *   <li>Every rank makes and maps a file of its own and tells its peers where it is, or why it could not.
 *   <li>Every rank maps its peers' files and tells them how that went.
 *   <li>Once all have, every rank unlinks its file.
 * </ol>
 *
 * <p>Cost: two steps of one small frame per peer.
 */
final class SharedAllocation {

    private static final int NOTE_BYTES = 1024;
    private static final String FIX = "Make /dev/shm larger (docker run --shm-size), or set parallel.transport=tcp.";

    private final Exchange exchange;
    private final Workbench bench;
    private final SharedBuffers buffers;
    private final int number;

    SharedAllocation(Exchange exchange, Workbench bench, SharedBuffers buffers, int number) {
        this.exchange = exchange;
        this.bench = bench;
        this.buffers = buffers;
        this.number = number;
    }

    SharedFile run(long bytes) {
        SharedFile own = null;
        try {
            Note note;
            try {
                own = SharedFile.create(bytes);
                note = new Note(own.nonce(), own.path().toString());
            } catch (IOException e) {
                note = Note.failure(e);
            }
            @Nullable Note[] files = tellAll(note);
            requireNoFailure(files, note);
            Note opened = openAll(files, bytes);
            requireNoFailure(tellAll(opened), opened);
            if (own == null) {
                throw new IllegalStateException("no failure was told, and there is no file");
            }
            buffers.addOwn(number, own);
            return own;
        } finally {
            unlink(own);
        }
    }

    private void unlink(@Nullable SharedFile own) {
        if (own != null) {
            try {
                own.unlink();
            } catch (IOException e) {
                throw exchange.failed(exchange.rank(), own.path() + " cannot be removed: " + e.getMessage(), FIX);
            }
        }
    }

    private Note openAll(@Nullable Note[] files, long bytes) {
        try {
            for (int peer = 0; peer < files.length; peer++) {
                Note file = files[peer];
                if (file != null) {
                    buffers.addPeer(peer, number, SharedFile.open(Path.of(file.text()), bytes, file.nonce()));
                }
            }
            return new Note(1, "");
        } catch (IOException e) {
            return Note.failure(e);
        }
    }

    private void requireNoFailure(@Nullable Note[] peers, Note own) {
        for (int rank = 0; rank < peers.length; rank++) {
            Note note = rank == exchange.rank() ? own : peers[rank];
            if (note != null && note.failed()) {
                throw exchange.failed(rank, note.text(), FIX);
            }
        }
    }

    private @Nullable Note[] tellAll(Note note) {
        Memory outbox = bench.scratch().area(0, NOTE_BYTES);
        note.write(outbox);
        List<Outgoing> sends = new ArrayList<>();
        @Nullable Arrival[] arrivals = new @Nullable Arrival[exchange.size()];
        for (int distance = 1; distance < exchange.size(); distance++) {
            int peer = exchange.peer(distance);
            sends.add(exchange.send(peer, outbox));
            arrivals[peer] = exchange.receive(peer, bench.scratch().area(1 + peer, NOTE_BYTES));
        }
        @Nullable Note[] notes = new @Nullable Note[exchange.size()];
        for (int peer = 0; peer < notes.length; peer++) {
            Arrival arrival = arrivals[peer];
            if (arrival != null) {
                notes[peer] = Note.read(exchange.await(arrival));
            }
        }
        sends.forEach(exchange::await);
        return notes;
    }

    /**
     * What ranks tell one another.
     *
     * @param nonce 0 when something failed
     * @param text the path, or what failed
     */
    private record Note(long nonce, String text) {

        static Note failure(IOException e) {
            return new Note(0, e.toString());
        }

        boolean failed() {
            return nonce == 0;
        }

        void write(Memory target) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(bytes.length, NOTE_BYTES - 12);
            ByteBuffer out = target.buffer(0).order(ByteOrder.LITTLE_ENDIAN);
            out.putLong(nonce).putInt(length).put(bytes, 0, length);
        }

        static Note read(Memory source) {
            ByteBuffer in = source.buffer(0).order(ByteOrder.LITTLE_ENDIAN);
            long nonce = in.getLong();
            byte[] bytes = new byte[Math.max(0, Math.min(in.getInt(), NOTE_BYTES - 12))];
            in.get(bytes);
            return new Note(nonce, new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
