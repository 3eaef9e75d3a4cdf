package io.cohort.comm.internal.tcp;

import io.cohort.comm.internal.wire.HeaderCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who connected, until it has proved to be a rank of the group.
 *
 * <ol>
 *   <li>The acceptor sends its nonce.
 *   <li>The rank answers with its claim, its own nonce and its proof.
 *   <li>The acceptor answers with its proof; the connection belongs to the group.
 * </ol>
 */
final class Candidate {

    static final int ANSWER_BYTES = Claim.BYTES + Proof.NONCE_BYTES + Proof.BYTES;

    private final ByteLink link;
    private final HeaderCodec codec;
    private final Proof proof;
    private final byte[] nonce = Proof.nonce();
    private final ByteBuffer nonceOut = ByteBuffer.wrap(nonce);
    private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
    private final long sinceNanos = System.nanoTime();
    private @Nullable ByteBuffer proofOut;
    private @Nullable Claim claim;

    Candidate(ByteLink link, HeaderCodec codec, Proof proof) {
        this.link = link;
        this.codec = codec;
        this.proof = proof;
    }

    ByteLink link() {
        return link;
    }

    long ageNanos() {
        return System.nanoTime() - sinceNanos;
    }

    int interest() {
        boolean writing = link.hasUnsent() || (proofOut != null && proofOut.hasRemaining());
        return writing ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    /** Who it is, once it has proved that and was told the acceptor's proof. */
    @Nullable
    Claim claim() {
        return proofOut == null || proofOut.hasRemaining() || link.hasUnsent() ? null : claim;
    }

    /** Goes as far as it can without waiting. @throws IOException saying why it is no rank of this group */
    void progress() throws IOException {
        // Writing may need something read first, and the other way about, while encryption is agreed on.
        link.write(nonceOut);
        if (answer.hasRemaining() && link.read(answer) < 0) {
            throw new IOException("it left without a proof");
        }
        link.write(nonceOut);
        if (proofOut == null && !answer.hasRemaining()) {
            proofOut = ByteBuffer.wrap(judge());
        }
        if (proofOut != null) {
            link.write(proofOut);
        }
    }

    private byte[] judge() throws IOException {
        byte[] bytes = answer.array();
        byte[] claimed = Arrays.copyOfRange(bytes, 0, Claim.BYTES);
        byte[] theirNonce = Arrays.copyOfRange(bytes, Claim.BYTES, Claim.BYTES + Proof.NONCE_BYTES);
        byte[] given = Arrays.copyOfRange(bytes, Claim.BYTES + Proof.NONCE_BYTES, ANSWER_BYTES);
        if (!Proof.equal(proof.of("connect", nonce, theirNonce, claimed, link.binding()), given)) {
            throw new IOException("it does not know the token of this run");
        }
        claim = Claim.decode(claimed, codec)
                .orElseThrow(() -> new IOException("it belongs to another group or generation"));
        return proof.of("accept", theirNonce, nonce, claimed, link.binding());
    }
}
