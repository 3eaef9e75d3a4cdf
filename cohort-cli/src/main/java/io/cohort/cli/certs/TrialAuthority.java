package io.cohort.cli.certs;

import io.cohort.comm.TlsFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that signs one certificate, for the hosts of a run, and is forgotten: so nobody can become a member later.
 *
 * <p>Keys: ECDSA on P-256. Source: RFC 5280.
 */
public final class TrialAuthority {

    /** Clocks of hosts differ. */
    private static final Duration EARLIER = Duration.ofDays(1);

    private static final int SERIAL_BITS = 120;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<String> hosts;
    private final Instant from = Instant.now().minus(EARLIER);
    private final Instant until;

    /**
     * Prepares one.
     *
     * @param hosts names and addresses beside this host's own
     * @throws io.cohort.core.error.UserMistake when one of them is neither
     */
    public TrialAuthority(List<String> hosts, int days) {
        this.hosts = HostNames.withOwn(hosts);
        this.until = Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** All names and addresses that the certificate stands for. */
    public List<String> hosts() {
        return hosts;
    }

    /** When it ends. */
    public Instant until() {
        return until;
    }

    /**
     * Makes keys and certificates and writes them.
     *
     * @throws FileAlreadyExistsException when one of the files is there; then none is written
     */
    public TlsFiles write(Path folder) throws IOException {
        TlsFiles files = TlsFiles.in(folder);
        for (Path file : List.of(files.ca(), files.cert(), files.key())) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
        try {
            KeyPair authority = newKeys();
            KeyPair worker = newKeys();
            X500Name issuer = new X500Name("CN=Cohort trial authority " + from.getEpochSecond());
            byte[] ca = sign(ca(issuer, authority.getPublic()), authority);
            byte[] cert = sign(worker(issuer, worker.getPublic()), authority);
            Files.createDirectories(folder);
            Pem.writeSecret(files.key(), "PRIVATE KEY", worker.getPrivate().getEncoded());
            Pem.write(files.ca(), "CERTIFICATE", ca);
            Pem.write(files.cert(), "CERTIFICATE", cert);
            return files;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every Java platform has ECDSA on P-256", e);
        }
    }

    private X509v3CertificateBuilder ca(X500Name issuer, PublicKey key) throws IOException {
        return start(issuer, issuer, key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    }

    private X509v3CertificateBuilder worker(X500Name issuer, PublicKey key) throws IOException {
        KeyPurposeId[] bothSides = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        return start(issuer, new X500Name("CN=Cohort worker"), key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(bothSides))
                .addExtension(Extension.subjectAlternativeName, false, HostNames.encoded(hosts));
    }

    private X509v3CertificateBuilder start(X500Name issuer, X500Name subject, PublicKey key) {
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
        return new JcaX509v3CertificateBuilder(issuer, serial, Date.from(from), Date.from(until), subject, key);
    }

    private static byte[] sign(X509v3CertificateBuilder certificate, KeyPair authority)
            throws IOException, OperatorCreationException {
        return certificate
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()))
                .getEncoded();
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }
}
