package io.cohort.engine.internal;

import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells from a connection's end that the two sides do not speak, or do not accept, each other's TLS. */
final class TlsRefusal {

    static final String FIX =
            "Use certificates of the authority that the launcher's security.tls names (--tls DIR), made for"
                    + " its host (cohort certs --hosts), and none where its job has no security.tls";

    private static final String NO_RECORD = "not an SSL/TLS record";

    private TlsRefusal() {}

    /** The reason as the TLS library gives it; empty when the connection ended for another one. */
    static Optional<String> in(@Nullable Throwable error) {
        String found = "";
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if ((cause instanceof SSLException || !found.isEmpty()) && cause.getMessage() != null) {
                found = cause.getMessage(); // The innermost says most.
            }
        }
        if (found.startsWith(NO_RECORD)) {
            return Optional.of("it does not speak TLS");
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }
}
