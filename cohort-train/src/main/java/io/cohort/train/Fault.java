package io.cohort.train;

import java.time.Duration;
import java.util.List;

/**
 * A fault that is injected on purpose.
 *
 * @param kind what happens
 * @param rank to whom
 * @param step once this step is done; {@link Kind#SLOW} from then on
 * @param factor how many times as long each step takes; 1 where that is not the fault
 * @param pause how long the rank does nothing; zero where that is not the fault
 * @param text as it was asked for
 */
record Fault(Kind kind, int rank, long step, double factor, Duration pause, String text) {

    /** What can happen to a rank. */
    enum Kind {
        /** Each step takes longer, as on an overloaded host. */
        SLOW("slow", "rank factor step", "slow:rank=1,factor=20", false),
        /** It does nothing for a while, once. */
        PAUSE("pause", "rank seconds step", "pause:rank=1,seconds=10,step=50", false),
        /** Its process gets SIGSTOP, and goes on only when somebody continues it. */
        STOP("stop", "rank step", "stop:rank=1,step=50", true),
        /** Its process gets SIGKILL. */
        KILL("kill", "rank step", "kill:rank=1,step=50", true),
        /** Its code throws. */
        FAIL("fail", "rank step", "fail:rank=1,step=50", false);

        private final String word;
        private final String keys;
        private final String example;
        private final boolean needsProcess;

        Kind(String word, String keys, String example, boolean needsProcess) {
            this.word = word;
            this.keys = keys;
            this.example = example;
            this.needsProcess = needsProcess;
        }

        String word() {
            return word;
        }

        /** What may stand behind the word. */
        List<String> keys() {
            return List.of(keys.split(" "));
        }

        String example() {
            return example;
        }

        /** Whether it concerns the whole process, so that a thread of the launcher cannot have it. */
        boolean needsProcess() {
            return needsProcess;
        }
    }
}
