package io.cohort.comm.internal.gloo;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.group.GroupBackend;
import io.cohort.comm.internal.message.MessageNotes;
import io.cohort.comm.internal.wire.Meeting;
import io.cohort.core.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.gloo.Device;

/**
 * Opens a Gloo group. On one host the ranks meet in a file; on several, rank 0 hosts libtorch's own store on a free port. The others hear
 * of either through the rendezvous.
 *
 * <p>Gloo knows neither token nor encryption, and its store over sockets listens on every address: for trusted networks and comparison only.
 */
public final class GlooOpening {

    private static final String LOOPBACK = "127.0.0.1";

    private final GroupOptions options;
    private final GroupFate fate;
    private final String threadName;
    private final Meeting meeting;
    private final Timeline timeline;

    /**
     * Prepares to open.
     *
     * @param meeting gives a named value to all ranks and gets theirs
     * @param timeline where messages are noted
     */
    public GlooOpening(GroupOptions options, GroupFate fate, String threadName, Meeting meeting, Timeline timeline) {
        this.options = options;
        this.fate = fate;
        this.threadName = threadName;
        this.meeting = meeting;
        this.timeline = timeline;
    }

    public GroupBackend open() {
        // These Java objects are handed to the backend, which keeps them: native code uses them as long as the group
        // lives.
        Milliseconds timeout = new Milliseconds(options.timeout().toMillis());
        Store store = options.bindAddress().equals(LOOPBACK) ? fileStore() : socketStore(timeout);
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
                new MessageNotes(timeline, fate.roster()),
                List.of(glooOptions, devices, device, prefixed, store, timeout));
    }

    /** Ranks of one host meet in a file, so that nothing listens for strangers. */
    private Store fileStore() {
        byte[] told = meeting.exchange("gloo-store", text(options.rank() == 0 ? newFile() : ""))
                .get(0);
        return new FileStore(new String(told, StandardCharsets.UTF_8), options.size());
    }

    /** Only its owner may read it. libtorch removes it with the last store that uses it, and a JVM that ends before that here. */
    private static String newFile() {
        try {
            Path file = Files.createTempFile("cohort-gloo-", ".store");
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Gloo's ranks cannot meet in a file of the temporary directory", e);
        }
    }

    /** libtorch's store over sockets takes a port, and no address. */
    private Store socketStore(Milliseconds timeout) {
        TCPStoreOptions storeOptions = new TCPStoreOptions()
                .waitWorkers(false)
                .isServer(options.rank() == 0)
                .timeout(timeout);
        if (options.rank() == 0) {
            TCPStore store = new TCPStore(options.bindAddress(), storeOptions.port((short) 0));
            meeting.exchange("gloo-store", text(options.bindAddress() + " " + (store.getPort() & 0xffff)));
            return store;
        }
        byte[] told = meeting.exchange("gloo-store", new byte[0]).get(0);
        String[] address = new String(told, StandardCharsets.UTF_8).split(" ", 2);
        return new TCPStore(address[0], storeOptions.port((short) Integer.parseInt(address[1])));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
