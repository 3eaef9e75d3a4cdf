package io.cohort.observe;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code logs/rank-R.log}: what each worker wrote, line by line. The launcher's own lines go to {@code logs/launcher.log}.
 *
 * <p>Threading: one thread at a time.
 */
final class RankLogs implements AutoCloseable {

    private final Path folder;
    private final Map<Integer, Writer> writers = new HashMap<>();

    RankLogs(Path folder) {
        this.folder = folder;
    }

    void append(int rank, String line) throws IOException {
        Writer writer = writers.get(rank);
        if (writer == null) {
            Files.createDirectories(folder);
            String name = rank < 0 ? "launcher.log" : "rank-" + rank + ".log";
            writer =
                    Files.newBufferedWriter(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            writers.put(rank, writer);
        }
        writer.write(line);
        writer.write('\n');
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Writer writer : writers.values()) {
            try {
                writer.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        writers.clear();
        if (first != null) {
            throw first;
        }
    }
}
