package io.cohort.engine.internal;

import io.cohort.comm.Tls;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Mutual TLS on control connections. */
final class ControlTls {

    private static final String PROTOCOL = "TLSv1.3";

    private ControlTls() {}

    /** The launcher's side, which lets in whom the authority has given a certificate. */
    static SslContext server(Tls tls) {
        SslContextBuilder builder = SslContextBuilder.forServer(tls.keyManager())
                .trustManager(tls.trustManager())
                .clientAuth(ClientAuth.REQUIRE);
        return build(builder);
    }

    /**
     * The other side.
     *
     * @param naming whether the launcher's certificate must name the host that was asked for: yes where a person wrote that name, no for workers that
     *     the launcher itself has started on its host
     */
    static SslContext client(Tls tls, boolean naming) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .keyManager(tls.keyManager())
                .trustManager(naming ? tls.trustManager() : new AnyName(tls.trustManager()));
        return build(builder);
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .protocols(PROTOCOL)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the certificates were checked and cannot be used", e);
        }
    }

    /** Looks at who signed a certificate, not at the host that it names. */
    private static final class AnyName extends X509ExtendedTrustManager {

        private final X509TrustManager authority;

        AnyName(X509TrustManager authority) {
            this.authority = authority;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            authority.checkServerTrusted(chain, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            authority.checkServerTrusted(chain, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            authority.checkServerTrusted(chain, kind);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            authority.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            authority.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            authority.checkClientTrusted(chain, kind);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authority.getAcceptedIssuers();
        }
    }
}
