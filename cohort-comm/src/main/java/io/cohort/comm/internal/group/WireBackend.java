package io.cohort.comm.internal.group;

import io.cohort.comm.ShardUpdate;
import io.cohort.comm.internal.collective.Collective;
import io.cohort.comm.internal.collective.Collectives;
import io.cohort.comm.internal.collective.Exchange;
import io.cohort.comm.internal.collective.GroupMemory;
import io.cohort.comm.internal.collective.ShardedUpdate;
import io.cohort.comm.internal.collective.Transport;
import io.cohort.comm.internal.collective.Workbench;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.fault.Watch;
import io.cohort.comm.internal.message.Messages;
import io.cohort.comm.internal.message.Order;
import io.cohort.core.timeline.Timeline;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Our own collectives and messages over a transport. */
public final class WireBackend implements GroupBackend {

    private final Transport transport;
    private final Collectives collectives;
    private final GroupFate fate;
    private final Messages messages;
    private final Workbench bench = new Workbench();
    private final LongAdder sentBytes = new LongAdder();

    public WireBackend(
            Transport transport,
            Collectives collectives,
            GroupFate fate,
            Duration timeout,
            String threadName,
            Timeline timeline) {
        this.transport = transport;
        this.collectives = collectives;
        this.fate = fate;
        this.messages =
                new Messages(transport.messages(), fate, timeout, sentBytes, threadName + "-messages", timeline);
    }

    @Override
    public String transport() {
        return transport.word();
    }

    @Override
    public long bytesSent() {
        return sentBytes.sum();
    }

    @Override
    public long largestAllocationBytes() {
        return transport.largestAllocationBytes();
    }

    @Override
    public boolean blocksInNativeCode() {
        return false;
    }

    @Override
    public boolean overlaps() {
        return transport.overlaps();
    }

    @Override
    public void run(Operation operation, Watch watch) {
        run(collectives.of(operation.fingerprint().kind()), operation, watch);
    }

    @Override
    public void update(Operation operation, ShardUpdate update, Watch watch) {
        run(new ShardedUpdate(update), operation, watch);
    }

    private void run(Collective collective, Operation operation, Watch watch) {
        Exchange exchange = exchange(operation, watch);
        collective.run(exchange, operation.input(), operation.output(), bench);
        sentBytes.add(exchange.sentBytes());
    }

    @Override
    public GroupMemory allocate(Operation operation, Watch watch, long bytes) {
        return transport.allocate(exchange(operation, watch), bench, bytes);
    }

    @Override
    public void start(Order order) {
        messages.start(order);
    }

    @Override
    public void wake() {
        transport.collectives().wake();
    }

    @Override
    public void leave() {
        transport.collectives().close();
        bench.close();
    }

    @Override
    public void close(Duration patience) throws InterruptedException {
        if (messages.stop(patience)) {
            transport.close();
        }
    }

    private Exchange exchange(Operation operation, Watch watch) {
        return new Exchange(
                transport.collectives(),
                fate.roster().rank(),
                fate.roster().size(),
                operation.sequence(),
                operation.fingerprint(),
                watch);
    }
}
