package io.cohort.comm;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

/** Shows its certificate to everybody, also to those who said that they do not trust its authority. */
public final class ShowsAlways extends X509ExtendedKeyManager {

    private final X509KeyManager keys;

    private ShowsAlways(X509KeyManager keys) {
        this.keys = keys;
    }

    /** For {@code SSLContext.init}. */
    public static KeyManager[] of(TlsFiles files) {
        return new KeyManager[] {
            new ShowsAlways((X509KeyManager) Tls.load(files).keyManager())
        };
    }

    @Override
    public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
        return "own";
    }

    @Override
    public String chooseEngineClientAlias(String[] kinds, Principal[] issuers, SSLEngine engine) {
        return "own";
    }

    @Override
    public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
        return "own";
    }

    @Override
    public String[] getClientAliases(String kind, Principal[] issuers) {
        return new String[] {"own"};
    }

    @Override
    public String[] getServerAliases(String kind, Principal[] issuers) {
        return new String[] {"own"};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }
}
