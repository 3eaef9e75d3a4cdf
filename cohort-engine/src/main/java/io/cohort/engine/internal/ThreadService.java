package io.cohort.engine.internal;

import io.cohort.core.error.RunInterrupted;
import io.cohort.engine.Service;
import io.cohort.engine.Service.ServiceEntry;
import io.cohort.engine.ServiceRun;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A service on threads of this JVM. Safe for several threads; a call that is given up goes on until it heeds its interrupt. */
final class ThreadService implements ServiceRun {

    private final String name;
    private final ServiceEntry entry;
    private final ExecutorService calls = Executors.newCachedThreadPool(r -> {
        Thread thread = new Thread(r, "cohort-service");
        thread.setDaemon(true);
        return thread;
    });

    private ThreadService(String name, ServiceEntry entry) {
        this.name = name;
        this.entry = entry;
    }

    static ThreadService start(Service service) {
        try {
            ServiceEntry entry = Entries.create(service.entry());
            entry.start(service.payload());
            return new ThreadService(service.name(), entry);
        } catch (InterruptedException e) {
            throw interrupted(service.name());
        } catch (Exception e) {
            throw ServiceErrors.failed(service.name(), Failure.of(e).message());
        }
    }

    @Override
    public String address() {
        return "local:" + name;
    }

    @Override
    public byte[] call(String caller, String method, byte[] request, Duration deadline) {
        Future<byte[]> answer = calls.submit(() -> entry.call(caller, method, request));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw ServiceErrors.late(name, deadline);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted(name);
        } catch (ExecutionException e) {
            throw ServiceErrors.failed(
                    name, Failure.of(e.getCause() == null ? e : e.getCause()).message());
        }
    }

    private static RunInterrupted interrupted(String name) {
        Thread.currentThread().interrupt();
        return new RunInterrupted("interrupted while waiting for service " + name, "");
    }

    @Override
    public void close() {
        calls.shutdownNow();
        entry.close();
    }
}
