package io.cohort.engine.internal;

import io.cohort.comm.Verdict;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** What a worker has asked the launcher and not been answered yet. Safe for several threads. */
final class Requests {

    /** The launcher said no. */
    static final class Refused extends Exception {
        private final transient Message.Refusal refusal;

        Refused(Message.Refusal refusal) {
            super(refusal.message());
            this.refusal = refusal;
        }

        Message.Refusal refusal() {
            return refusal;
        }
    }

    private final ControlStream stream;
    private final AtomicLong nextId = new AtomicLong(1);
    private final Map<Long, CompletableFuture<Envelope>> open = new ConcurrentHashMap<>();

    Requests(ControlStream stream) {
        this.stream = stream;
    }

    /** Asks; the answer comes as a future, which fails with {@link Refused}. */
    CompletableFuture<Envelope> ask(LongFunction<Message> request, byte[] payload) {
        long id = nextId.getAndIncrement();
        CompletableFuture<Envelope> answer = new CompletableFuture<>();
        open.put(id, answer);
        stream.send(Envelope.of(request.apply(id), payload));
        return answer;
    }

    void answered(long id, Envelope answer) {
        CompletableFuture<Envelope> waiting = open.remove(id);
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    void refused(Message.Refusal refusal) {
        CompletableFuture<Envelope> waiting = open.remove(refusal.id());
        if (waiting != null) {
            waiting.completeExceptionally(new Refused(refusal));
        }
    }

    /** Nothing will be answered any more. */
    void failAll(Verdict verdict) {
        for (Long id : open.keySet()) {
            refused(new Message.Refusal(id, verdict.kind(), verdict.message(), verdict));
        }
    }
}
