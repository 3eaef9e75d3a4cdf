package io.cohort.engine.internal;

import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells from a connection's end that the two sides do not speak, or do not accept, each other's TLS. */
final class TlsRefusal {

    static final String FIX =
            "Use certificates of the authority that the launcher's security.tls names (--tls DIR), made for"
                    + " its host (cohort certs --hosts), and none where its job has no security.tls";

    /** How HTTP/2 says that it was answered by something else. */
    private static final String OTHER_PROTOCOL = "not SETTINGS";

    private TlsRefusal() {}

    /** The reason as the TLS library gives it; empty when the connection ended for another one. */
    static Optional<String> in(@Nullable Throwable error, boolean encrypted) {
        String found = "";
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            boolean telling = cause instanceof SSLException || !found.isEmpty();
            if (telling && cause.getMessage() != null) {
                found = cause.getMessage(); // The innermost says most.
            } else if (!encrypted && String.valueOf(cause.getMessage()).contains(OTHER_PROTOCOL)) {
                return Optional.of("the launcher encrypts, and this host has no certificate");
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }
}
