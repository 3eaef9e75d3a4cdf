package io.cohort.bench;

import io.cohort.core.event.Event;
import java.util.Map;

/** What hears of a benchmark. Calls come one at a time. */
public interface BenchListener {

    /** One result: the fields of a {@code bench} object. */
    void result(Map<String, Object> fields);

    /** What happens on the way: {@code worker}, {@code warning}, and {@code progress} with {@code of}, {@code turn} and {@code turns}. */
    void event(Event event);

    /** A line that a worker wrote. */
    void log(int rank, String line);
}
