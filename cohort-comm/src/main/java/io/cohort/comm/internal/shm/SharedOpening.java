package io.cohort.comm.internal.shm;

import io.cohort.comm.internal.wire.HeaderCodec;
import io.cohort.comm.internal.wire.Meeting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens shared memory between the ranks of a group, if they can reach the same memory. Every rank comes to the same answer.
 *
 * <ol>
 *   <li>Rank 0 makes the control file and tells path and nonce.
 *   <li>Everyone maps it, holds the nonce against it and tells how that went.
 *   <li>Rank 0 unlinks it.
 * </ol>
 */
public final class SharedOpening {

    private static final Logger LOG = LoggerFactory.getLogger(SharedOpening.class);
    private static final String OK = "ok";
    private static final String FAILED = "failed ";

    private final int rank;
    private final RingLayout layout;
    private final HeaderCodec codec;
    private final Meeting meeting;
    private @Nullable SharedFile control;

    /**
     * Prepares to open.
     *
     * @param meeting gives a named value to all ranks and gets theirs
     */
    public SharedOpening(int rank, int size, HeaderCodec codec, Meeting meeting) {
        this.rank = rank;
        this.layout = RingLayout.of(size);
        this.codec = codec;
        this.meeting = meeting;
    }

    /** Empty when some rank cannot see what another one does; the reason is logged. */
    public Optional<ShmTransport> open() {
        SharedDirectory.sweep();
        boolean agreed = false;
        try {
            String announced =
                    text(meeting.exchange("shm-file", bytes(announce())).get(0));
            agreed = areAllWell(meeting.exchange("shm-seen", bytes(look(announced))));
            SharedFile file = control;
            return agreed && file != null ? Optional.of(new ShmTransport(file, layout, rank, codec)) : Optional.empty();
        } finally {
            tidy(agreed);
        }
    }

    private String announce() {
        if (rank != 0) {
            return "";
        }
        try {
            SharedFile made = SharedFile.create(layout.fileBytes());
            control = made;
            return made.nonce() + " " + made.path();
        } catch (IOException e) {
            return FAILED + e.getMessage();
        }
    }

    private String look(String announced) {
        if (rank == 0 || announced.startsWith(FAILED)) {
            return control == null ? announced : OK;
        }
        try {
            control = open(announced);
            return OK;
        } catch (IOException | RuntimeException e) {
            return FAILED + e;
        }
    }

    private static boolean areAllWell(List<byte[]> seen) {
        for (int peer = 0; peer < seen.size(); peer++) {
            if (!text(seen.get(peer)).equals(OK)) {
                LOG.info("No shared memory: rank {} {}", peer, text(seen.get(peer)));
                return false;
            }
        }
        return true;
    }

    private void tidy(boolean agreed) {
        SharedFile file = control;
        if (file == null) {
            return;
        }
        if (rank == 0) {
            unlink(file);
        }
        if (!agreed) {
            file.close();
        }
    }

    private SharedFile open(String announced) throws IOException {
        int space = announced.indexOf(' ');
        long nonce = Long.parseLong(announced.substring(0, space));
        return SharedFile.open(Path.of(announced.substring(space + 1)), layout.fileBytes(), nonce);
    }

    private static void unlink(SharedFile control) {
        try {
            control.unlink();
        } catch (IOException e) {
            LOG.warn("{} cannot be removed; remove it by hand", control.path(), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
