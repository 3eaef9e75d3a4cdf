package io.cohort.train;

import io.cohort.comm.GroupOptions;
import io.cohort.comm.Liveness;
import io.cohort.comm.OperationState;
import io.cohort.comm.ProcessGroup;
import io.cohort.comm.ProcessGroups;
import io.cohort.comm.Rendezvous;
import io.cohort.comm.Verdict;
import io.cohort.core.timeline.Timeline;
import io.cohort.engine.Groups;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A worker that is alone, for tests of what one worker does. */
final class Lone {

    private Lone() {}

    static ProcessGroup group() {
        return ProcessGroups.open(
                new GroupOptions("alone", 0, 1, 0, "auto", "auto", "127.0.0.1", Duration.ofSeconds(10), "secret"),
                BOARD,
                ALIVE);
    }

    static Groups groups(ProcessGroup group) {
        return new Groups() {
            @Override
            public ProcessGroup workers() {
                return group;
            }

            @Override
            public ProcessGroup across(String name, List<String> roles) {
                throw new UnsupportedOperationException(name);
            }

            @Override
            public ProcessGroup across(String name, List<String> roles, String transport) {
                throw new UnsupportedOperationException(name);
            }

            @Override
            public Timeline timeline() {
                return Timeline.usual();
            }
        };
    }

    private static final Rendezvous BOARD = new Rendezvous() {
        @Override
        public void put(String key, byte[] value) {}

        @Override
        public byte[] get(String key, Duration deadline) {
            throw new UnsupportedOperationException(key);
        }

        @Override
        public List<byte[]> exchange(String key, int rank, int size, byte[] value, Duration deadline) {
            return List.of(value);
        }
    };

    private static final Liveness ALIVE = new Liveness() {
        @Override
        public Optional<Verdict> verdict() {
            return Optional.empty();
        }

        @Override
        public void report(Suspicion suspicion) {}

        @Override
        public void waiting(OperationState state) {}
    };
}
