package io.cohort.bench;

import io.cohort.engine.WorkerContext;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BackendOptional;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.gloo.Device;

/**
 * All workers of a gang as a process group of libtorch's own, over Gloo: what its distributed data parallelism takes. On one host.
 *
 * <p>Threading: confined to the worker's thread. Memory: until {@link #close}.
 */
final class GlooProcesses implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    // Native code uses them as long as the group lives. In the order in which they are closed, users first.
    private final Pointer[] kept;
    private final ProcessGroup group;

    GlooProcesses(WorkerContext worker, String name) {
        Milliseconds timeout = new Milliseconds(worker.options().timeout().toMillis());
        TCPStore store = store(worker, name, timeout);
        PrefixStore prefixed = new PrefixStore(name, store);
        Device device = ProcessGroupGloo.createDeviceForHostname(LOOPBACK);
        GlooDeviceVector devices = new GlooDeviceVector(device);
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(timeout);
        options.devices(devices);
        ProcessGroupGloo gloo = new ProcessGroupGloo(prefixed, worker.rank(), worker.size(), options);
        group = new ProcessGroup(worker.rank(), worker.size());
        group.setBackend(torch.DeviceType.CPU, ProcessGroup.BackendType.GLOO, new BackendOptional(gloo));
        group.setDefaultBackend(ProcessGroup.BackendType.GLOO);
        kept = new Pointer[] {group, gloo, options, devices, device, prefixed, store, timeout};
    }

    /** Rank 0's; the others hear of it at the launcher's board. */
    private static TCPStore store(WorkerContext worker, String name, Milliseconds timeout) {
        boolean first = worker.rank() == 0;
        TCPStoreOptions options =
                new TCPStoreOptions().waitWorkers(false).isServer(first).timeout(timeout);
        String key = "bench/store/" + name;
        if (first) {
            TCPStore store = new TCPStore(LOOPBACK, options.port((short) 0));
            String port = String.valueOf(store.getPort() & 0xffff);
            worker.rendezvous().put(key, port.getBytes(StandardCharsets.UTF_8));
            return store;
        }
        byte[] port = worker.rendezvous().get(key, worker.options().timeout());
        int number = Integer.parseInt(new String(port, StandardCharsets.UTF_8));
        return new TCPStore(LOOPBACK, options.port((short) number));
    }

    ProcessGroup group() {
        return group;
    }

    @Override
    public void close() {
        for (Pointer pointer : kept) {
            pointer.close();
        }
    }
}
