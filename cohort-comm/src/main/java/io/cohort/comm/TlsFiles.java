package io.cohort.comm;

import java.nio.file.Path;

/**
 * The three PEM files with which a worker shows that it belongs to a run.
 *
 * @param ca the certificate of the authority whose certificates are let in, and no others
 * @param cert this host's certificate, followed by what leads from it to the authority's
 * @param key its private key: PKCS#8, not encrypted
 */
public record TlsFiles(Path ca, Path cert, Path key) {

    /** Those that {@code cohort certs} writes into a folder: {@code ca.pem}, {@code worker.pem}, {@code worker.key}. */
    public static TlsFiles in(Path folder) {
        return new TlsFiles(folder.resolve("ca.pem"), folder.resolve("worker.pem"), folder.resolve("worker.key"));
    }
}
