package io.cohort.engine.internal;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

/** The launcher's words to one stream. Safe for several threads; never blocks; forgets what is said after the end. */
final class Outbound {

    private final ServerCallStreamObserver<Envelope> out;
    private boolean ended;

    Outbound(ServerCallStreamObserver<Envelope> out) {
        this.out = out;
        out.setOnCancelHandler(this::gone);
    }

    synchronized void send(Envelope envelope) {
        if (!ended) {
            out.onNext(envelope);
        }
    }

    void send(Message message) {
        send(Envelope.of(message));
    }

    /** Ends the stream well. */
    synchronized void complete() {
        if (!ended) {
            ended = true;
            out.onCompleted();
        }
    }

    /** Ends the stream with a reason. */
    synchronized void refuse(String reason) {
        if (!ended) {
            ended = true;
            out.onError(Status.FAILED_PRECONDITION.withDescription(reason).asRuntimeException());
        }
    }

    private synchronized void gone() {
        ended = true;
    }
}
