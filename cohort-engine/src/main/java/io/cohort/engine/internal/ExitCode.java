package io.cohort.engine.internal;

import java.util.List;
import java.util.Map;

/** What a process's exit code says, in words. */
final class ExitCode {

    /** A worker that has lost its launcher. */
    static final int ORPHANED = 75;

    private static final int OUT_OF_HEAP = 3;
    private static final int SIGNAL_BASE = 128;
    private static final String AGAIN = "Then start again from the last checkpoint.";
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV",
            15, "SIGTERM");

    private ExitCode() {}

    /** The loss of a worker whose process ended without saying that it was done. */
    static Loss loss(int code, List<String> lastLines) {
        return new Loss(how(code), fix(code), lastLines, true);
    }

    private static String how(int code) {
        int signal = code - SIGNAL_BASE;
        if (SIGNALS.containsKey(signal)) {
            return "killed by signal " + signal + " (" + SIGNALS.get(signal) + ")";
        }
        return code == OUT_OF_HEAP
                ? "its Java heap was full (exit code 3)"
                : "its process ended with exit code " + code + " before its work was done";
    }

    private static String fix(int code) {
        return switch (code - SIGNAL_BASE) {
            case 9 ->
                "If nobody killed it, the system ran out of memory (dmesg says so): use fewer workers or a smaller batch. "
                        + AGAIN;
            case 4, 6, 7, 8, 11 ->
                "It crashed in native code: its last lines say how, or name an hs_err_pid file that does. " + AGAIN;
            case 1, 2, 15 -> "Something outside the run ended it. " + AGAIN;
            default ->
                code == OUT_OF_HEAP
                        ? "Give each worker more with parallel.memory, or use fewer workers. " + AGAIN
                        : "Its last lines say why; code that a worker runs must not call System.exit.";
        };
    }
}
