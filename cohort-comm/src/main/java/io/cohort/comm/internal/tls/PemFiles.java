package io.cohort.comm.internal.tls;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Reads PEM files into what the JDK's TLS is made from. */
public final class PemFiles {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");
    private static final char[] NO_PASSWORD = {};

    private PemFiles() {}

    /** All certificates of a file, at least one. */
    public static List<X509Certificate> certificates(Path file) {
        byte[] pem = read(file);
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            throw mistake(file, "holds no certificates: " + rootMessage(e), "Give a PEM file of certificates");
        }
        throw mistake(file, "holds no certificate", "Give a PEM file of certificates");
    }

    /** The private key of a file, of whichever kind it is. */
    public static PrivateKey privateKey(Path file) {
        Matcher pem = PRIVATE_KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
        String fix = "Write it as PKCS#8 without a password: openssl pkcs8 -topk8 -nocrypt -in OLD -out " + file;
        if (!pem.find()) {
            throw mistake(file, "holds no PRIVATE KEY in PEM, or one with a password", fix);
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        return KEY_KINDS.stream()
                .flatMap(kind -> decoded(kind, encoded).stream())
                .findFirst()
                .orElseThrow(() -> mistake(file, "holds a key that is none of " + KEY_KINDS, fix));
    }

    private static Optional<PrivateKey> decoded(String kind, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(encoded));
        } catch (InvalidKeySpecException e) {
            return Optional.empty(); // It is of another kind.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has keys of kind " + kind, e);
        }
    }

    /** Whether what the key signs is what the certificate vouches for. */
    public static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> "EdDSA";
                };
        byte[] words = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(words);
            byte[] signature = signing.sign();
            signing.initVerify(certificate.getPublicKey());
            signing.update(words);
            return signing.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // The certificate's key is of another kind.
        }
    }

    public static KeyManager keyManager(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers()[0];
    }

    /** Lets in what these authorities have signed, and nothing else: not what the system trusts. */
    public static X509TrustManager trustManager(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this Java checks no X.509 certificates"));
    }

    /** What stands at the bottom of an exception, which says most. */
    public static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is read into an empty store", e);
        }
        return store;
    }

    private static byte[] read(Path file) {
        String fix = "Check the path; cohort certs --out DIR makes ca.pem, worker.pem and worker.key";
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw mistake(file, "there is no such file", fix);
        } catch (IOException e) {
            throw mistake(file, "cannot be read: " + e.getMessage(), fix);
        }
    }

    private static UserMistake mistake(Path file, String rule, String fix) {
        return new UserMistake("tls-files", new Problem("security.tls", file.toString(), rule, fix));
    }
}
