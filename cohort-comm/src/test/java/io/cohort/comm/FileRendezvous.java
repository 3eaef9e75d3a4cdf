package io.cohort.comm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A board in a folder, for ranks that are processes. */
final class FileRendezvous implements Rendezvous {

    private final Path folder;

    FileRendezvous(Path folder) {
        this.folder = folder;
    }

    @Override
    public void put(String key, byte[] value) {
        try {
            Path draft = Files.createTempFile(folder, "draft", "");
            Files.write(draft, value);
            Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] get(String key, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!Files.exists(file(key))) {
            if (System.nanoTime() > end) {
                throw new CommException(new Verdict("timeout", -1, "nobody wrote " + key, ""));
            }
            LockSupport.parkNanos(2_000_000);
        }
        try {
            return Files.readAllBytes(file(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<byte[]> exchange(String key, int rank, int size, byte[] value, Duration deadline) {
        put(key + "/" + rank, value);
        return IntStream.range(0, size)
                .mapToObj(peer -> get(key + "/" + peer, deadline))
                .toList();
    }

    private Path file(String key) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        return folder.resolve("key-" + Base64.getUrlEncoder().encodeToString(name));
    }
}
