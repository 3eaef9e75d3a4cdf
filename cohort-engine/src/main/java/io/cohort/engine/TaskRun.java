package io.cohort.engine;

import java.util.List;

/** Tasks under way. */
public interface TaskRun extends AutoCloseable {

    /** Results in the order of the inputs. @throws io.cohort.core.error.RunFailed when a task failed on every attempt */
    List<String> await();

    /** Ends what runs. */
    @Override
    void close();
}
