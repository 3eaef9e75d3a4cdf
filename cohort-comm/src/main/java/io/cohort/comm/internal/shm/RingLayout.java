package io.cohort.comm.internal.shm;

/**
 * Where in the control file lies what: per lane and ordered pair of ranks one ring of slots, each slot a descriptor and room for a small
 * payload.
 *
 * <pre>
 * ring:  0 departed (1 once the sender has left), padded to 128; then the slots
 * slot:  0 turn   8 place (0 inline, 1 shared, 2 piece, 3 drop)  12 buffer number  16 offset  24 piece bytes  64 header  128 payload
 * </pre>
 *
 * @param size how many ranks
 * @param inlineBytes room for payload in a slot; a multiple of 64
 */
record RingLayout(int size, int inlineBytes) {

    /** Collectives and messages do not wait for one another. */
    static final int LANES = 2;

    static final int SLOTS = 16;
    static final int RING_HEAD_BYTES = 128;
    static final int SLOT_HEAD_BYTES = 128;
    static final int DEPARTED = 0;
    static final int TURN = 0;
    static final int PLACE = 8;
    static final int BUFFER_NUMBER = 12;
    static final int OFFSET = 16;
    static final int PIECE_BYTES = 24;
    static final int HEADER = 64;

    static final int INLINE = 0;
    static final int SHARED = 1;
    static final int PIECE = 2;
    static final int DROP = 3;

    private static final int LARGEST_INLINE = 16 * 1024;
    private static final int SMALLEST_INLINE = 1024;
    private static final long FILE_BYTES_WANTED = 32L << 20;

    /** Slots as large as a control file of about 32 MB allows. */
    static RingLayout of(int size) {
        long slots = (long) LANES * size * (size - 1) * SLOTS;
        long room = Math.max(SMALLEST_INLINE, Math.min(LARGEST_INLINE, FILE_BYTES_WANTED / slots));
        RingLayout layout = new RingLayout(size, (int) (room / 64 * 64));
        if (layout.fileBytes() > SharedFile.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "size=" + size + ": so many ranks cannot share memory; use transport tcp");
        }
        return layout;
    }

    int slotBytes() {
        return SLOT_HEAD_BYTES + inlineBytes;
    }

    int ringBytes() {
        return RING_HEAD_BYTES + SLOTS * slotBytes();
    }

    long fileBytes() {
        return (long) LANES * size * size * ringBytes();
    }

    int ringOffset(int lane, int sender, int receiver) {
        return ((lane * size + sender) * size + receiver) * ringBytes();
    }
}
