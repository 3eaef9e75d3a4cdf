package io.cohort.bench;

import io.cohort.comm.ProcessGroup;
import io.cohort.core.timeline.Timeline;
import io.cohort.engine.Groups;
import java.util.List;

/** Lets a strategy see no workers but those of one group. */
record OneGroup(ProcessGroup workers, Timeline timeline) implements Groups {

    @Override
    public ProcessGroup across(String name, List<String> roles) {
        throw new UnsupportedOperationException("a part of a gang has no group " + name);
    }

    @Override
    public ProcessGroup across(String name, List<String> roles, String transport) {
        return across(name, roles);
    }
}
