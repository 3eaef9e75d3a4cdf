package io.cohort.engine.internal;

import io.cohort.comm.Rendezvous;
import java.time.Duration;
import java.util.List;

/** The coordinator's board, seen over the control connection. */
record RemoteRendezvous(Requests requests) implements Rendezvous {

    private static final byte[] NOTHING = {};

    @Override
    public void put(String key, byte[] value) {
        Await.answer(requests.ask(id -> new Message.Put(id, key), value));
    }

    @Override
    public byte[] get(String key, Duration deadline) {
        return Await.answer(requests.ask(id -> new Message.Get(id, key, deadline.toMillis()), NOTHING))
                .payload();
    }

    @Override
    public List<byte[]> exchange(String key, int rank, int size, byte[] value, Duration deadline) {
        return Await.answer(requests.ask(id -> new Message.Exchange(id, key, rank, size, deadline.toMillis()), value))
                .parts();
    }
}
