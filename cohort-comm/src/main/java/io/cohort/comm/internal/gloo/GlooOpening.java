package io.cohort.comm.internal.gloo;

import io.cohort.comm.CommException;
import io.cohort.comm.GroupOptions;
import io.cohort.comm.OperationState;
import io.cohort.comm.Verdict;
import io.cohort.comm.internal.fault.GroupFate;
import io.cohort.comm.internal.group.GroupBackend;
import io.cohort.comm.internal.message.MessageNotes;
import io.cohort.comm.internal.wire.Meeting;
import io.cohort.core.timeline.Timeline;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.gloo.Device;
import org.jspecify.annotations.Nullable;

/**
 * Opens a Gloo group. Its ranks tell one another their addresses through {@link MirroredStore}, and listen at the group's address only.
 *
 * <p>Gloo's own connections know neither token nor encryption: for trusted networks and comparison only.
 */
public final class GlooOpening {

    private static final long ROUND_MS = 5;

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
        // The device first: an address that is none fails here, before there is anything else to free.
        Device device = ProcessGroupGloo.createDeviceForHostname(options.bindAddress());
        Milliseconds timeout = new Milliseconds(options.timeout().toMillis());
        String prefix = options.name() + "/" + options.generation();
        MirroredStore store = new MirroredStore(meeting, prefix);
        PrefixStore prefixed = new PrefixStore(prefix, store.file());
        GlooDeviceVector devices = new GlooDeviceVector(device);
        ProcessGroupGloo.Options glooOptions = ProcessGroupGloo.Options.create(timeout);
        glooOptions.devices(devices);
        // Closed in the order of this list, users first: a store closed before the one that wraps it corrupts the heap.
        List<Pointer> keptAlive = List.of(glooOptions, devices, device, prefixed, store.file(), timeout);
        CompletableFuture<ProcessGroupGloo> connecting =
                connect(() -> new ProcessGroupGloo(prefixed, options.rank(), options.size(), glooOptions));
        try {
            ProcessGroupGloo gloo = connected(connecting, store);
            return new GlooBackend(
                    gloo, fate, options.timeout(), threadName, new MessageNotes(timeline, fate.roster()), keptAlive);
        } catch (RuntimeException e) {
            var unused = connecting.whenComplete((gloo, failure) -> abandon(gloo, keptAlive));
            throw e;
        }
    }

    /** Native code waits for what other ranks write, so it has a thread of its own while the caller's carries that over. */
    private CompletableFuture<ProcessGroupGloo> connect(Supplier<ProcessGroupGloo> natively) {
        CompletableFuture<ProcessGroupGloo> connecting = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        connecting.complete(natively.get());
                    } catch (RuntimeException | Error e) {
                        connecting.completeExceptionally(e);
                    }
                },
                threadName + "-opening");
        thread.setDaemon(true);
        thread.start();
        return connecting;
    }

    private ProcessGroupGloo connected(CompletableFuture<ProcessGroupGloo> connecting, MirroredStore store) {
        CountDownLatch ended = new CountDownLatch(1);
        var unused = connecting.whenComplete((gloo, failure) -> ended.countDown());
        try {
            while (!store.round(connecting.isDone() && !connecting.isCompletedExceptionally())) {
                if (ended.await(ROUND_MS, TimeUnit.MILLISECONDS) && connecting.isCompletedExceptionally()) {
                    break;
                }
            }
            return connecting.join();
        } catch (CompletionException e) {
            throw failed(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommException(new Verdict(
                    "stopped",
                    fate.roster().gangRank(options.rank()),
                    fate.roster().self() + " was interrupted while it opened group '" + options.name() + "'",
                    "Open the group again if it is still wanted."));
        }
    }

    private CommException failed(Throwable cause) {
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
        return fate.suspect(
                "worker-failed",
                options.rank(),
                new OperationState(options.name(), 0, "open", -1, false),
                fate.roster().self() + " cannot open group '" + options.name() + "' over Gloo at "
                        + options.bindAddress() + ": " + reason,
                "Let ranks reach one another's address, or set parallel.transport=auto.");
    }

    /** What native code has given up by now may be closed. */
    private static void abandon(@Nullable ProcessGroupGloo gloo, List<Pointer> keptAlive) {
        if (gloo != null) {
            gloo.close();
        }
        keptAlive.forEach(Pointer::close);
    }
}
