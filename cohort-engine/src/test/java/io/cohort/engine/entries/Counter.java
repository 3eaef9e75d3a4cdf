package io.cohort.engine.entries;

import io.cohort.engine.Service.ServiceEntry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls of all its callers. */
public final class Counter implements ServiceEntry {

    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void start(String payload) {
        count.set(Integer.parseInt(payload));
    }

    @Override
    public byte[] call(String caller, String method, byte[] request) throws Exception {
        switch (method) {
            case "add" -> count.incrementAndGet();
            case "get" -> count.get();
            case "sleep" -> new CountDownLatch(1).await();
            case "exit" -> Runtime.getRuntime().halt(9);
            default -> throw new IllegalArgumentException("no method " + method);
        }
        return String.valueOf(count.get()).getBytes(StandardCharsets.UTF_8);
    }
}
