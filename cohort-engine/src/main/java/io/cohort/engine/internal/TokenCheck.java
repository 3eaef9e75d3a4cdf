package io.cohort.engine.internal;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes calls that do not bring the run's token, before anything of theirs is read. */
final class TokenCheck implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);

    private final byte[] token;

    TokenCheck(String token) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String given = headers.get(Wire.TOKEN);
        if (given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.US_ASCII))) {
            return next.startCall(call, headers);
        }
        LOG.warn(
                "refused a connection from {}: {}",
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
                given == null ? "it brought no token" : "its token is not this run's");
        call.close(Status.UNAUTHENTICATED.withDescription("wrong token"), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
