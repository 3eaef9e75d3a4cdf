package io.cohort.engine;

import io.cohort.comm.TlsFiles;
import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The job's {@code security}: who belongs to a run, and whether what travels is encrypted.
 *
 * @param tls the certificates of this host; {@code null} when nothing is encrypted
 */
public record Security(@Nullable TlsFiles tls) {

    /** Reads it. Whether the files are there and fit is seen when a run is prepared: hosts that join have others. */
    public static final class Section implements JobSection<Security> {

        private static final Path NOTHING = Path.of("");

        @Override
        public String key() {
            return "security";
        }

        @Override
        public Class<Security> type() {
            return Security.class;
        }

        @Override
        public Security read(JobNode node) {
            if (node.isMapping("tls")) {
                JobNode tls = node.child("tls");
                return new Security(new TlsFiles(file(tls, "ca"), file(tls, "cert"), file(tls, "key")));
            }
            return new Security(node.path("tls").map(TlsFiles::in).orElse(null));
        }

        private static Path file(JobNode tls, String key) {
            Optional<Path> file = tls.path(key);
            if (file.isEmpty() && !tls.has(key)) {
                tls.problem(key, "must name a PEM file", "Give ca, cert and key; or one folder: security.tls=certs");
            }
            return file.orElse(NOTHING);
        }
    }
}
