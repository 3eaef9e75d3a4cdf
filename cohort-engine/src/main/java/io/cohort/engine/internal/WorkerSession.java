package io.cohort.engine.internal;

import io.cohort.comm.CommException;
import io.cohort.comm.Verdict;
import io.cohort.core.event.Event;
import io.cohort.core.json.Json;
import io.cohort.core.timeline.TimelinePart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * The launcher's side of one worker's stream: turns messages into calls on the coordinator and back.
 *
 * <p>Threading: messages come one at a time; links are called under the coordinator's lock and only send.
 */
final class WorkerSession implements ControlServer.Session, Link {

    private final Control control;
    private final Outbound out;
    private final ArtifactDesk files;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private int rank = -1;

    WorkerSession(Control control, Outbound out) {
        this.control = control;
        this.out = out;
        this.files = new ArtifactDesk(control.artifacts());
    }

    /** Done when the stream has ended. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Ends a worker that runs on another host: without its stream it halts. */
    void cut() {
        out.refuse("the launcher ended this worker");
    }

    @Override
    public void message(Envelope envelope) {
        Message message = envelope.message();
        if (message instanceof Message.Hello hello) {
            join(hello);
        } else if (rank < 0) {
            out.refuse("the first message must be a hello");
        } else {
            control.coordinator().heard(rank);
            handle(message, envelope);
        }
    }

    private void handle(Message message, Envelope envelope) {
        Coordinator coordinator = control.coordinator();
        if (message instanceof Message.Heartbeat beat) {
            out.send(new Message.HeartbeatAnswer(beat.workerMs(), System.currentTimeMillis()));
            timeline(envelope.payload());
        } else if (message instanceof Message.Put put) {
            answer(put.id(), () -> {
                coordinator.put(put.key(), envelope.payload());
                return CompletableFuture.completedFuture(List.of());
            });
        } else if (message instanceof Message.Get get) {
            answer(get.id(), () -> coordinator
                    .get(get.key(), Duration.ofMillis(get.deadlineMs()))
                    .thenApply(List::of));
        } else if (message instanceof Message.Exchange e) {
            answer(
                    e.id(),
                    () -> coordinator.exchange(
                            rank, e.key(), e.place(), e.size(), envelope.payload(), Duration.ofMillis(e.deadlineMs())));
        } else if (message instanceof Message.Report report) {
            coordinator.report(rank, report.suspicion());
        } else if (message instanceof Message.Waiting waiting) {
            coordinator.waiting(rank, waiting.state());
        } else if (message instanceof Message.EventMessage event) {
            event(event, envelope.text());
        } else if (message instanceof Message.ArtifactRequest request) {
            onFileThread(() -> files(request, envelope.payload()));
        } else if (message instanceof Message.Done) {
            coordinator.ended(rank, envelope.text());
            out.complete();
        } else if (message instanceof Message.Failed failed) {
            coordinator.failed(rank, failed.failure());
        }
    }

    private void join(Message.Hello hello) {
        rank = control.admit(hello, this);
        if (rank < 0) {
            out.refuse("there is no place for this worker in the gang");
        }
    }

    private void timeline(byte[] told) {
        if (told.length == 0) {
            return;
        }
        TimelinePart part = TimelinePart.decode(told);
        control.coordinator().timeline(rank, part);
        whileBusy(() -> control.listener().timeline(rank, part));
    }

    private void event(Message.EventMessage event, String fields) {
        whileBusy(() -> control.listener()
                .event(new Event(
                        event.type(),
                        event.launcherMs(),
                        rank,
                        control.coordinator().generation(),
                        Json.readMap(fields))));
    }

    /** The listener may take its time; the worker is not dead for that. */
    private void whileBusy(Runnable listening) {
        control.coordinator().busy(rank, true);
        try {
            listening.run();
        } finally {
            control.coordinator().busy(rank, false);
        }
    }

    private interface Ask {
        CompletableFuture<List<byte[]>> ask();
    }

    private void answer(long id, Ask request) {
        CompletableFuture<List<byte[]>> answer;
        try {
            answer = request.ask();
        } catch (IllegalStateException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        var unused = answer.whenComplete((parts, error) ->
                out.send(error == null ? Envelope.answer(id, parts) : Envelope.of(refusal(id, error))));
    }

    private static Message.Refusal refusal(long id, Throwable error) {
        Throwable cause = error instanceof java.util.concurrent.CompletionException && error.getCause() != null
                ? error.getCause()
                : error;
        Function<Verdict, Message.Refusal> decided = v -> new Message.Refusal(id, v.kind(), v.message(), v);
        return cause instanceof CommException comm
                ? decided.apply(comm.verdict())
                : new Message.Refusal(id, "refused", String.valueOf(cause.getMessage()), null);
    }

    private void files(Message.ArtifactRequest request, byte[] payload) {
        try {
            out.send(Envelope.answer(request.id(), files.serve(request, payload)));
        } catch (NoSuchFileException e) {
            out.send(new Message.Refusal(
                    request.id(), RemoteArtifacts.NO_SUCH_FILE, String.valueOf(e.getMessage()), null));
        } catch (IOException | RuntimeException e) {
            out.send(new Message.Refusal(request.id(), "io", describe(e), null));
        }
    }

    private static String describe(Exception e) {
        String message = String.valueOf(e.getMessage());
        boolean bare = e instanceof java.nio.file.FileSystemException f && f.getReason() == null;
        return bare ? e.getClass().getSimpleName() + ": " + message : message;
    }

    private void closeFiles() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException("what rank " + rank + " left open could not be cleared away", e);
        }
    }

    private void onFileThread(Runnable work) {
        try {
            control.fileThread().execute(work);
        } catch (RejectedExecutionException e) {
            out.refuse("the gang has ended");
        }
    }

    @Override
    public void closed() {
        if (rank >= 0) {
            control.coordinator().lost(rank, Loss.connectionClosed());
            onFileThread(this::closeFiles);
        }
        gone.complete(null);
    }

    @Override
    public void begin(int given) {
        out.send(control.welcome(given));
    }

    @Override
    public void stop() {
        out.send(new Message.Stop());
    }

    @Override
    public void verdict(Verdict verdict) {
        out.send(new Message.Ended(verdict));
    }
}
