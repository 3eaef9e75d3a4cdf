package io.cohort.engine.internal;

import java.util.List;

/**
 * How a worker was lost.
 *
 * @param how as the second half of a sentence: {@code killed by signal 9 (SIGKILL)}
 * @param fix what to do about it
 * @param lastLines the last lines it wrote
 * @param certain whether nothing more exact will come (a closed connection is followed by an exit code)
 */
record Loss(String how, String fix, List<String> lastLines, boolean certain) {

    Loss {
        lastLines = List.copyOf(lastLines);
    }

    static Loss connectionClosed() {
        return new Loss(
                "its connection to the launcher closed",
                "Look at that worker's host and network, then start again from the last checkpoint.",
                List.of(),
                false);
    }

    static Loss silent(long ms) {
        return new Loss(
                "no heartbeat for " + ms + " ms",
                "It is stopped, swapped out or cut off: look at that host's load, memory and network, "
                        + "then start again from the last checkpoint.",
                List.of(),
                true);
    }
}
