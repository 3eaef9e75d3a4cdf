package io.cohort.bench;

import io.cohort.engine.WorkerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BackendOptional;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.gloo.Device;

/**
 * All workers of a gang as a process group of libtorch's own, over Gloo: what its distributed data parallelism takes. On one host.
 *
 * <p>Threading: confined to the worker's thread. Memory: until {@link #close}.
 */
final class GlooProcesses implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    // Native code uses them as long as the group lives. In the order in which they are closed, users first; none is
    // left to the collector, which would come
    // after what it uses is gone.
    private final Pointer[] kept;
    private final ProcessGroup group;

    GlooProcesses(WorkerContext worker, String name) {
        Milliseconds timeout = new Milliseconds(worker.options().timeout().toMillis());
        FileStore store = store(worker, name);
        PrefixStore prefixed = new PrefixStore(name, store);
        Device device = ProcessGroupGloo.createDeviceForHostname(LOOPBACK);
        GlooDeviceVector devices = new GlooDeviceVector(device);
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(timeout);
        options.devices(devices);
        ProcessGroupGloo gloo = new ProcessGroupGloo(prefixed, worker.rank(), worker.size(), options);
        group = new ProcessGroup(worker.rank(), worker.size());
        BackendOptional backend = new BackendOptional(gloo);
        group.setBackend(torch.DeviceType.CPU, ProcessGroup.BackendType.GLOO, backend);
        group.setDefaultBackend(ProcessGroup.BackendType.GLOO);
        kept = new Pointer[] {group, backend, gloo, options, devices, device, prefixed, store, timeout};
    }

    /** A file that rank 0 makes; the others hear of it at the launcher's board. libtorch's store over sockets would listen on every address. */
    private static FileStore store(WorkerContext worker, String name) {
        String key = "bench/store/" + name;
        if (worker.rank() == 0) {
            worker.rendezvous().put(key, newFile().getBytes(StandardCharsets.UTF_8));
        }
        byte[] file = worker.rendezvous().get(key, worker.options().timeout());
        return new FileStore(new String(file, StandardCharsets.UTF_8), worker.size());
    }

    /** libtorch deletes it with the last store that uses it, and a JVM that ends before that here. */
    private static String newFile() {
        try {
            Path file = Files.createTempFile("cohort-bench-", ".store");
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Gloo's ranks cannot meet in a file of the temporary directory", e);
        }
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
