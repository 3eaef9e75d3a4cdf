package io.cohort.comm.internal.gloo;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.group.GroupBackend;
import io.cohort.comm.internal.wire.Meeting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.gloo.Device;

/**
 * Opens a Gloo group. Rank 0 hosts libtorch's own store on a free port; the others hear of it through the rendezvous.
 *
 * <p>Gloo knows neither token nor encryption, and its store listens on every address: for trusted networks and comparison only.
 */
public final class GlooOpening {

    private final GroupOptions options;
    private final GroupFate fate;
    private final String threadName;
    private final Meeting meeting;

    /**
     * Prepares to open.
     *
     * @param meeting gives a named value to all ranks and gets theirs
     */
    public GlooOpening(GroupOptions options, GroupFate fate, String threadName, Meeting meeting) {
        this.options = options;
        this.fate = fate;
        this.threadName = threadName;
        this.meeting = meeting;
    }

    public GroupBackend open() {
        // These Java objects are handed to the backend, which keeps them: native code uses them as long as the group
        // lives.
        Milliseconds timeout = new Milliseconds(options.timeout().toMillis());
        TCPStoreOptions storeOptions = new TCPStoreOptions()
                .waitWorkers(false)
                .isServer(options.rank() == 0)
                .timeout(timeout);
        TCPStore store;
        if (options.rank() == 0) {
            store = new TCPStore(options.bindAddress(), storeOptions.port((short) 0));
            meeting.exchange("gloo-store", text(options.bindAddress() + " " + (store.getPort() & 0xffff)));
        } else {
            byte[] told = meeting.exchange("gloo-store", new byte[0]).get(0);
            String[] address = new String(told, StandardCharsets.UTF_8).split(" ", 2);
            store = new TCPStore(address[0], storeOptions.port((short) Integer.parseInt(address[1])));
        }
        PrefixStore prefixed = new PrefixStore(options.name() + "/" + options.generation(), store);
        Device device = ProcessGroupGloo.createDeviceForHostname(options.bindAddress());
        GlooDeviceVector devices = new GlooDeviceVector(device);
        ProcessGroupGloo.Options glooOptions = ProcessGroupGloo.Options.create(timeout);
        glooOptions.devices(devices);
        ProcessGroupGloo gloo = new ProcessGroupGloo(prefixed, options.rank(), options.size(), glooOptions);
        // Closed in the order of this list, users first: a store closed before the one that wraps it corrupts the heap.
        return new GlooBackend(
                gloo,
                fate,
                options.timeout(),
                threadName,
                List.of(glooOptions, devices, device, prefixed, store, timeout));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
