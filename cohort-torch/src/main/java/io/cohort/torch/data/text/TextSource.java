package io.cohort.torch.data.text;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Source;
import io.cohort.torch.data.Task;
import io.cohort.torch.internal.DataFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A text in windows of {@code context + 1} bytes that do not overlap. What is left at the end and fills no window is not used.
 *
 * <p>Memory: a file of at most a {@value #HEAP_SHARE}th of the heap is kept; windows of a larger one are read when they are asked for.
 */
record TextSource(Path path, int context) implements Source {

    private static final int HEAP_SHARE = 8;
    private static final int BYTES = 256;
    private static final List<String> TOKENS =
            IntStream.range(0, BYTES).mapToObj(Integer::toString).toList();

    @Override
    public IndexedData open(@Nullable Task task) {
        return open(task, context);
    }

    @Override
    public IndexedData openFor(DataSpec trained, boolean labelled) {
        return open(trained.task(), Math.toIntExact(trained.inputShape().get(0)));
    }

    private IndexedData open(@Nullable Task task, int length) {
        if (task != null && task != Task.LANGUAGE) {
            throw mistake(
                    "data-mismatch",
                    "is a text, in which bytes predict the next one; it is no data for the task " + task.word(),
                    "Leave task out");
        }
        DataFile file = DataFile.open(path);
        long windows = file.size() / (length + 1L);
        if (windows < 2) {
            throw mistake(
                    "data-too-small",
                    "has " + file.size() + " bytes; two windows of context + 1 = " + (length + 1)
                            + " bytes are the least",
                    "Lower data.context, or give a longer text");
        }
        if (windows > Integer.MAX_VALUE) {
            throw mistake(
                    "data-too-large", "gives " + windows + " windows; 2147483647 are the most", "Raise data.context");
        }
        boolean inMemory = file.size() <= Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        DataSpec spec = new DataSpec(List.of((long) length), Task.LANGUAGE, TOKENS);
        return new TextData(spec, (int) windows, inMemory ? whole(file) : file::read);
    }

    private static TextData.Bytes whole(DataFile file) {
        byte[] all = new byte[Math.toIntExact(file.size())];
        file.read(0, all, 0, all.length);
        return (position, into, offset, length) ->
                System.arraycopy(all, Math.toIntExact(position), into, offset, length);
    }

    private UserMistake mistake(String kind, String rule, String fix) {
        return new UserMistake(kind, new Problem(path.toString(), null, rule, fix));
    }
}
