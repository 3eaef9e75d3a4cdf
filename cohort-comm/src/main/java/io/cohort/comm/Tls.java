package io.cohort.comm;

import io.cohort.comm.internal.tls.PemFiles;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Mutual TLS 1.3 among the members of a run: each side shows a certificate of the run's authority, or gets a closed connection.
 *
 * <p>To have a certificate is to belong: on data connections names of hosts are not looked at, since workers find one another by address.
 * Proofs of the run's token are bound to both certificates.
 *
 * <p>Threading: immutable.
 */
public final class Tls {

    private static final String[] PROTOCOLS = {"TLSv1.3"};
    /** The first is the fastest on processors that have instructions for AES. */
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};

    private static final String NEW_ONES = "Give files that were made together: cohort certs --out DIR";

    private final KeyManager keyManager;
    private final X509TrustManager trustManager;
    private final SSLContext context;

    private Tls(KeyManager keyManager, X509TrustManager trustManager) throws GeneralSecurityException {
        this.keyManager = keyManager;
        this.trustManager = trustManager;
        this.context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keyManager}, new TrustManager[] {trustManager}, null);
    }

    /**
     * Reads the files and sees that they belong together.
     *
     * @throws UserMistake of kind {@code tls-files}, naming the file
     */
    public static Tls load(TlsFiles files) {
        List<X509Certificate> authority = PemFiles.certificates(files.ca());
        List<X509Certificate> chain = PemFiles.certificates(files.cert());
        PrivateKey key = PemFiles.privateKey(files.key());
        if (!PemFiles.belongTogether(key, chain.get(0))) {
            throw mistake(files.key().toString(), "is not the key of the certificate in " + files.cert(), NEW_ONES);
        }
        try {
            Tls tls = new Tls(PemFiles.keyManager(key, chain), PemFiles.trustManager(authority));
            tls.requireTrusted(files, chain.toArray(X509Certificate[]::new));
            return tls;
        } catch (GeneralSecurityException e) {
            throw mistake(files.cert().toString(), "cannot be used: " + e.getMessage(), NEW_ONES);
        }
    }

    /** A certificate that others would not let in is better refused here, with its reason. */
    private void requireTrusted(TlsFiles files, X509Certificate[] chain) {
        try {
            trustManager.checkServerTrusted(chain, "UNKNOWN");
            trustManager.checkClientTrusted(chain, "UNKNOWN");
        } catch (GeneralSecurityException e) {
            throw mistake(
                    files.cert().toString(),
                    "is not accepted by the authority in " + files.ca() + " ("
                            + PemFiles.rootMessage(e) + "), valid from "
                            + chain[0].getNotBefore().toInstant() + " to "
                            + chain[0].getNotAfter().toInstant(),
                    NEW_ONES);
        }
    }

    private static UserMistake mistake(String file, String rule, String fix) {
        return new UserMistake("tls-files", new Problem("security.tls", file, rule, fix));
    }

    /** One connection's encryption, which asks the other side for its certificate. */
    public SSLEngine engine(boolean connecting) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(connecting);
        engine.setNeedClientAuth(!connecting);
        engine.setEnabledProtocols(PROTOCOLS.clone());
        engine.setEnabledCipherSuites(CIPHERS.clone());
        return engine;
    }

    /** For libraries that make connections of their own. */
    public KeyManager keyManager() {
        return keyManager;
    }

    /** For libraries that make connections of their own. */
    public X509TrustManager trustManager() {
        return trustManager;
    }
}
