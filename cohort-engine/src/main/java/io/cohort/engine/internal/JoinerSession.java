package io.cohort.engine.internal;

import java.util.Optional;

/** The launcher's side of a command that brings workers from another host. Messages come one at a time. */
final class JoinerSession implements ControlServer.Session {

    private final RemoteDesk desk;
    private final Outbound out;
    private volatile String host = "";

    JoinerSession(RemoteDesk desk, Outbound out) {
        this.desk = desk;
        this.out = out;
    }

    String host() {
        return host;
    }

    void tell(Envelope envelope) {
        out.send(envelope);
    }

    void end() {
        out.complete();
    }

    @Override
    public void message(Envelope envelope) {
        if (envelope.message() instanceof Message.JoinHello hello) {
            host = hello.host();
            Optional<Message.JoinRefused> refused = desk.promise(this, hello.workers());
            if (refused.isPresent()) {
                out.send(refused.get());
                out.complete();
            } else {
                out.send(new Message.JoinWelcome(desk.options()));
            }
        } else if (envelope.message() instanceof Message.WorkerGone gone) {
            desk.gone(host, gone);
        }
    }

    @Override
    public void closed() {
        desk.left(this);
    }
}
