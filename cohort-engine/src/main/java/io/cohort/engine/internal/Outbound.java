package io.cohort.engine.internal;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

/** The launcher's words to one stream. Safe for several threads; never blocks; forgets what is said after the end. */
final class Outbound {

    private final ServerCallStreamObserver<Envelope> out;
    private boolean ended;

    /**
     * Must be made before the call is answered.
     *
     * @param whenClosed runs, maybe more than once, when the stream has ended, whoever ended it
     */
    Outbound(ServerCallStreamObserver<Envelope> out, Runnable whenClosed) {
        this.out = out;
        out.setOnCloseHandler(whenClosed);
        out.setOnCancelHandler(() -> {
            gone();
            whenClosed.run();
        });
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
