package io.cohort.engine.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A child JVM's tie to the one that started it.
 *
 * <ul>
 *   <li>An interrupt from the terminal reaches the whole session; it is for the launcher to act on, so a child ignores it.
 *   <li>A termination signal ends a child, unless the launcher was told to stop at the same moment (systemd and timeout signal every
 *       process of a run).
 *   <li>The first line of its input is its secret; the end of its input means that its parent is gone, and then it halts.
 * </ul>
 */
final class Parent {

    private static final int TERMINATED = 143;

    private Parent() {}

    /** Leaves interrupts to the launcher. To be called before anything else. */
    static void ignoreInterrupts() {
        handle("INT", () -> {});
    }

    /** Runs something on a termination signal, on a thread of its own; when it says no, the process ends as it usually would. */
    static void onTermination(java.util.function.BooleanSupplier staysAlive) {
        handle("TERM", () -> {
            if (!staysAlive.getAsBoolean()) {
                System.exit(TERMINATED);
            }
        });
    }

    /** Signals have no other interface in the JDK than this one outside its public packages. */
    private static void handle(String signal, Runnable action) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Parent.class.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signalClass
                    .getMethod("handle", signalClass, handlerClass)
                    .invoke(null, signalClass.getConstructor(String.class).newInstance(signal), handler);
        } catch (ReflectiveOperationException e) {
            System.err.println("signals keep their usual effect on this worker: " + e);
        }
    }

    /** Reads the secret, then watches: when the parent is gone, this process halts. */
    static String secret() {
        CompletableFuture<String> secret = new CompletableFuture<>();
        Thread watch = new Thread(() -> watch(System.in, secret), "cohort-parent");
        watch.setDaemon(true);
        watch.start();
        try {
            return secret.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("no secret came from the launcher", e);
        }
    }

    private static void watch(InputStream in, CompletableFuture<String> secret) {
        try {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    secret.complete(line.toString());
                } else if (!secret.isDone()) {
                    line.append((char) next);
                }
            }
        } catch (IOException e) {
            System.err.println("the launcher can no longer be heard: " + e.getMessage());
        }
        Runtime.getRuntime().halt(ExitCode.ORPHANED);
    }
}
