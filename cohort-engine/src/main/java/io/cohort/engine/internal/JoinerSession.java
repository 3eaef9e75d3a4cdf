package io.cohort.engine.internal;

/** The launcher's side of a command that brings workers from another host. Messages come one at a time. */
final class JoinerSession implements ControlServer.Session {

    private final RemoteDesk desk;
    private final Outbound out;
    private volatile String host = "";
    private volatile RankBlocks.Block block = RankBlocks.Block.NONE;

    JoinerSession(RemoteDesk desk, Outbound out) {
        this.desk = desk;
        this.out = out;
    }

    /** Whether a worker that says it is this rank and runs on this host was brought by this command. */
    boolean brings(int rank, String itsHost) {
        return block.holds(rank) && host.equals(itsHost);
    }

    /** The ranks kept for its workers. */
    RankBlocks.Block block() {
        return block;
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
            join(hello);
        } else if (envelope.message() instanceof Message.WorkerGone gone && block.holds(gone.rank())) {
            desk.gone(gone);
        }
    }

    private void join(Message.JoinHello hello) {
        if (block.count() > 0) {
            throw new IllegalArgumentException("a second hello from " + host);
        }
        host = hello.host();
        block = desk.promise(this, hello.workers());
        if (block.count() > 0) {
            out.send(new Message.JoinWelcome(desk.options(), block.first()));
        } else {
            out.send(desk.refusal(hello.workers()));
            out.complete();
        }
    }

    @Override
    public void closed() {
        desk.left(this);
    }
}
