package io.cohort.comm;

import java.nio.file.Path;

/** The certificates that {@code fixtures/tls.py} made. */
public final class Certificates {

    private static final Path FOLDER = Path.of("src", "test", "resources", "fixtures", "tls");

    private Certificates() {}

    /** A member with this name, under the authority of all members. */
    public static TlsFiles member(String name) {
        return of("ca", name);
    }

    public static TlsFiles of(String authority, String name) {
        return new TlsFiles(file(authority + ".pem"), file(name + ".pem"), file(name + ".key"));
    }

    /** A member of another authority, which it does trust: what a stranger would bring. */
    public static TlsFiles stranger() {
        return of("other-ca", "stranger");
    }

    private static Path file(String name) {
        return FOLDER.resolve(name);
    }
}
