package io.cohort.comm.internal.tcp;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Shows that one knows the run's token without sending it: an HMAC-SHA256 over the other side's random number. Threading: immutable. */
final class Proof {

    static final int BYTES = 32;
    static final int NONCE_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    Proof(String token) {
        // A prefix, because an empty key is refused and an empty token is allowed for runs of one host.
        this.key = new SecretKeySpec(("cohort:" + token).getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    static byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /**
     * The proof of one side.
     *
     * @param side {@code connect} or {@code accept}, so that one side's proof is of no use as the other's
     * @param binding of the connection, so that a proof given to somebody in between is of no use to that one
     */
    byte[] of(String side, byte[] theirNonce, byte[] ownNonce, byte[] claim, byte[] binding) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(side.getBytes(StandardCharsets.UTF_8));
            mac.update(theirNonce);
            mac.update(ownNonce);
            mac.update(claim);
            return mac.doFinal(binding);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** In constant time. */
    static boolean equal(byte[] expected, byte[] given) {
        return MessageDigest.isEqual(expected, given);
    }
}
