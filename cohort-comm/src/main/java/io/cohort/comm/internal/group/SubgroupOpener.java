package io.cohort.comm.internal.group;

import io.cohort.comm.ProcessGroup;
import java.util.List;

/** Opens a group of some ranks of another group. */
public interface SubgroupOpener {

    /**
     * Opens it; called by its members only.
     *
     * @param ranks the parent's numbers in the new order
     */
    ProcessGroup open(String name, List<Integer> ranks);
}
