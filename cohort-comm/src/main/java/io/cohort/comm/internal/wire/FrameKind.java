package io.cohort.comm.internal.wire;

/** What a frame is for. */
public enum FrameKind {
    /** Part of a collective. */
    COLLECTIVE(1),
    /** A small message, with its payload. */
    EAGER(2),
    /** A message is ready: its payload waits for an {@link #ACCEPT}. */
    OFFER(3),
    /** The payload of the offer with this number may come. */
    ACCEPT(4),
    /** The payload of an accepted offer. */
    PAYLOAD(5),
    /** So many bytes of small messages were taken. */
    CREDIT(6),
    /** The sender leaves the group in good order. */
    GOODBYE(7);

    private final int code;

    FrameKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static FrameKind ofCode(int code) throws MalformedFrame {
        for (FrameKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new MalformedFrame("frame kind " + code + " is unknown");
    }
}
