package io.cohort.engine.internal;

import io.cohort.engine.Service.ServiceEntry;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** Hands the calls that come in to the service's entry. Several calls may come at once; the first starts the entry. */
final class ServiceDesk {

    private final String entryClass;
    private volatile @Nullable ServiceEntry entry;

    ServiceDesk(String entryClass) {
        this.entryClass = entryClass;
    }

    void answer(Envelope request, StreamObserver<Envelope> out) {
        out.onNext(answer(request));
        out.onCompleted();
    }

    private Envelope answer(Envelope request) {
        try {
            if (request.message() instanceof Message.ServiceStart) {
                start(request.text());
                return Envelope.of(new Message.ServiceAnswer());
            }
            ServiceEntry started = entry;
            if (started == null || !(request.message() instanceof Message.ServiceCall call)) {
                return Envelope.of(new Message.ServiceFailure("the service has not been started"));
            }
            return Envelope.of(
                    new Message.ServiceAnswer(), started.call(call.caller(), call.method(), request.payload()));
        } catch (Exception | LinkageError e) {
            Failure.stackTrace(e).forEach(System.err::println);
            return Envelope.of(new Message.ServiceFailure(Failure.of(e).message()));
        }
    }

    private void start(String payload) throws Exception {
        ServiceEntry fresh = Entries.create(entryClass, ServiceEntry.class);
        fresh.start(payload);
        entry = fresh;
    }
}
