package io.cohort.engine.internal;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.util.concurrent.CountDownLatch;

/** A service's process: answers calls on a port of its own choice until its parent is gone. */
public final class ServiceMain {

    /** Begins the line by which the parent learns the port. */
    static final String PORT_LINE = "cohort service listens at port ";

    private ServiceMain() {}

    /**
     * Runs until it is ended.
     *
     * @param arguments the entry's class
     */
    public static void main(String[] arguments) throws Exception {
        Parent.ignoreInterrupts();
        String token = Parent.secret();
        ServiceDesk desk = new ServiceDesk(arguments[0]);
        ServerServiceDefinition calls = ServerServiceDefinition.builder(Wire.SERVICE)
                .addMethod(Wire.CALL, ServerCalls.asyncUnaryCall(desk::answer))
                .build();
        ControlServer server = ControlServer.listen(new HostPort(HostName.LOOPBACK, 0), token, null, () -> calls);
        System.out.println(PORT_LINE + server.port());
        new CountDownLatch(1).await();
    }
}
