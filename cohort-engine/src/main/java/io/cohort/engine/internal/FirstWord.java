package io.cohort.engine.internal;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stream whose kind shows in its first message. Called by one thread at a time. */
final class FirstWord implements ControlServer.Session {

    private final Function<Message, ControlServer.Session> kinds;
    private ControlServer.@Nullable Session session;

    FirstWord(Function<Message, ControlServer.Session> kinds) {
        this.kinds = kinds;
    }

    @Override
    public void message(Envelope envelope) {
        if (session == null) {
            session = kinds.apply(envelope.message());
        }
        session.message(envelope);
    }

    @Override
    public void closed() {
        if (session != null) {
            session.closed();
        }
    }
}
