package io.cohort.comm.internal.wire;

/**
 * What stands in front of every payload.
 *
 * @param kind what the frame is for
 * @param sequence a collective's number in its group; a message's number at its sender
 * @param fingerprint the operation
 * @param tag a message's tag; 0 in collectives
 * @param length bytes of payload that follow; in offers and credits the bytes that are meant
 */
public record Header(FrameKind kind, long sequence, Fingerprint fingerprint, int tag, long length) {

    /** Bytes that follow in this frame. */
    public long payloadBytes() {
        return switch (kind) {
            case COLLECTIVE, EAGER, PAYLOAD -> length;
            case OFFER, ACCEPT, CREDIT, GOODBYE -> 0;
        };
    }
}
