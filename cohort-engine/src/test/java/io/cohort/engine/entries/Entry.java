package io.cohort.engine.entries;

import io.cohort.engine.WorkerContext;
import io.cohort.engine.WorkerEntry;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** What workers do in tests, one class a behaviour. */
public final class Entry {

    static final Duration LONG = Duration.ofMinutes(2);

    private Entry() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String meet(WorkerContext worker, String key) {
        return worker
                .rendezvous()
                .exchange(key, worker.rank(), worker.size(), bytes("r" + worker.rank()), LONG)
                .stream()
                .map(b -> new String(b, StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
    }

    static void forever() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Meets all others twice under one key, and passes a value on. */
    public static final class Meets implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            String all = meet(worker, "names") + ";" + meet(worker, "names");
            if (worker.rank() == 0) {
                worker.rendezvous().put("word", bytes(worker.payload()));
            }
            String word = new String(worker.rendezvous().get("word", LONG), StandardCharsets.UTF_8);
            worker.event("met", Map.of("all", all));
            return "{\"rank\":" + worker.rank() + ",\"all\":\"" + all + "\",\"word\":\"" + word + "\"}";
        }
    }

    /** Rank 1 is ready and does nothing; the others wait for it. */
    public static final class WaitsForRankOne implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) throws Exception {
            System.out.println("rank " + worker.rank() + " is about to wait");
            meet(worker, "ready");
            worker.event("ready", Map.of());
            if (worker.rank() == 1) {
                forever();
            }
            return meet(worker, "never");
        }
    }

    /** Rank 1 throws; the others wait. */
    public static final class RankOneThrows implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            if (worker.rank() == 1) {
                throw new IllegalStateException("the data of rank 1 is bad");
            }
            return meet(worker, "never");
        }
    }

    /** Rank 1 returns; the others wait. */
    public static final class RankOneLeaves implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            return worker.rank() == 1 ? "{}" : meet(worker, "never");
        }
    }

    /** Rank 1 calls System.exit. */
    public static final class RankOneExits implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            if (worker.rank() == 1) {
                System.out.println("leaving by the back door");
                System.exit(7);
            }
            return meet(worker, "never");
        }
    }

    /** Runs until the gang is asked to stop. */
    public static final class UntilStopped implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) throws Exception {
            worker.event("ready", Map.of());
            CountDownLatch tick = new CountDownLatch(1);
            while (!worker.stopRequested()) {
                tick.await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
            return "\"stopped\"";
        }
    }

    /** Never ends. */
    public static final class Endless implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) throws Exception {
            worker.event("ready", Map.of());
            forever();
            return "{}";
        }
    }

    /** Rank 0 keeps five megabytes, gives a draft up, breaks off another, and reads back; rank 1 sees what it kept. */
    public static final class KeepsFiles implements WorkerEntry {
        static final int BYTES = 5 << 20;

        @Override
        public String run(WorkerContext worker) throws Exception {
            byte[] content = new byte[BYTES];
            for (int i = 0; i < BYTES; i++) {
                content[i] = (byte) (i * 31 + i / 997);
            }
            if (worker.rank() == 0) {
                try (var draft = worker.artifacts().begin("checkpoints/step-1")) {
                    try (WritableByteChannel file = draft.create("weights.bin")) {
                        file.write(ByteBuffer.wrap(content));
                    }
                    try (WritableByteChannel file = draft.create("empty.bin")) {
                        file.write(ByteBuffer.allocate(0));
                    }
                    draft.commit();
                }
                try (var draft = worker.artifacts().begin("checkpoints/step-2")) {
                    try (WritableByteChannel file = draft.create("weights.bin")) {
                        file.write(ByteBuffer.wrap(content));
                    }
                }
                var left = worker.artifacts().begin("checkpoints/step-3");
                left.create("weights.bin").write(ByteBuffer.wrap(content));
            }
            meet(worker, "written");
            byte[] read;
            try (InputStream in = worker.artifacts().open("checkpoints/step-1/weights.bin")) {
                read = in.readAllBytes();
            }
            String missing = "";
            try {
                worker.artifacts().open("checkpoints/step-2/weights.bin").close();
            } catch (java.nio.file.NoSuchFileException e) {
                missing = "no such file";
            }
            return Arrays.equals(content, read) + " " + worker.artifacts().list("checkpoints") + " " + missing;
        }
    }

    /** Says on what the launcher's disk refuses. */
    public static final class CannotWrite implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            try (var draft = worker.artifacts().begin("model")) {
                return "wrote " + draft;
            } catch (java.io.IOException e) {
                return e.getMessage();
            }
        }
    }

    /** Writes lines to both streams, one of them in Chinese. */
    public static final class Talks implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            System.out.println("out of " + worker.rank());
            System.err.println("训练 " + worker.rank());
            return "{}";
        }
    }

    /** Says who it is. */
    public static final class TellsItsPlace implements WorkerEntry {
        @Override
        public String run(WorkerContext worker) {
            return worker.id().value() + " " + worker.role() + " " + worker.rank() + "/" + worker.size() + " g"
                    + worker.generation() + " " + worker.payload() + " "
                    + worker.options().timeout();
        }
    }
}
