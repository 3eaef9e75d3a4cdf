package io.cohort.engine.internal;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The names on the control connection. */
final class Wire {

    /** The run's secret; who does not know it is not let in. */
    static final Metadata.Key<String> TOKEN = Metadata.Key.of("cohort-token", Metadata.ASCII_STRING_MARSHALLER);

    static final String CONTROL = "cohort.Control";
    static final String SERVICE = "cohort.Service";

    /** One stream is one worker's life. */
    static final MethodDescriptor<Envelope, Envelope> ATTEND = method(CONTROL, "Attend", MethodType.BIDI_STREAMING);

    /** One call of a service. */
    static final MethodDescriptor<Envelope, Envelope> CALL = method(SERVICE, "Call", MethodType.UNARY);

    private static final int TOKEN_BYTES = 32;

    private Wire() {}

    static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static MethodDescriptor<Envelope, Envelope> method(String service, String name, MethodType type) {
        Envelope.Marshaller marshaller = new Envelope.Marshaller();
        return MethodDescriptor.<Envelope, Envelope>newBuilder(marshaller, marshaller)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
                .build();
    }
}
