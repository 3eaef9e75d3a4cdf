package io.cohort.cli;

import java.util.List;

/** A command that has others below it. */
interface CommandGroup {

    /** They, in the order in which help lists them. */
    List<Object> commands();
}
